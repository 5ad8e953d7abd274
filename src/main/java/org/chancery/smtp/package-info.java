@NullMarked
package org.chancery.smtp;

import org.jspecify.annotations.NullMarked;
