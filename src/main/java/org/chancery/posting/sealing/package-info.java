/// The station `seal`: what the members of a list with settings for encryption get of a post.
///
/// Obeys the member table of encrypted lists: sealed for whoever has a usable key, in clear only where the list allows it for this post, and
/// otherwise not at all. Sealing fails closed: whatever goes wrong, no octet of content leaves in clear that should not.
@NullMarked
package org.chancery.posting.sealing;

import org.jspecify.annotations.NullMarked;
