/// What of a post can be read, and what of it may pass, as promises.
@NullMarked
package org.chancery.content;

import org.jspecify.annotations.NullMarked;
