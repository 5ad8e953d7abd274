@NullMarked
package org.chancery.content;

import org.jspecify.annotations.NullMarked;
