@NullMarked
package org.chancery.egress;

import org.jspecify.annotations.NullMarked;
