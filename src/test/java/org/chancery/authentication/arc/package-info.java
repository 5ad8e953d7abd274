@NullMarked
package org.chancery.authentication.arc;

import org.jspecify.annotations.NullMarked;
