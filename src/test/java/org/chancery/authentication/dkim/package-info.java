@NullMarked
package org.chancery.authentication.dkim;

import org.jspecify.annotations.NullMarked;
