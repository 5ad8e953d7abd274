@NullMarked
package org.chancery.mail;

import org.jspecify.annotations.NullMarked;
