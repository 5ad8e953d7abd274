@NullMarked
package org.chancery.posting.signing;

import org.jspecify.annotations.NullMarked;
