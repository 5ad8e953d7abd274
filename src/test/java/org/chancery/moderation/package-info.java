/// Tests of what moderators may answer and of what time brings about at the desk.
@NullMarked
package org.chancery.moderation;

import org.jspecify.annotations.NullMarked;
