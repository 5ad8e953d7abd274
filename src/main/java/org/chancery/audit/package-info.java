@NullMarked
package org.chancery.audit;

import org.jspecify.annotations.NullMarked;
