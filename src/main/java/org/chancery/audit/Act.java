package org.chancery.audit;

import java.time.Instant;

/// One administrative, moderating or security act, before it is chained into the log.
/// `actor` is an address or `local administrator`; `door` is where it came from (`cli`, `mail`, `web`);
/// `action` is a dotted verb such as `list.create`; `object` names what was acted upon;
/// `detail` says what changed, before and after. Never secrets, never bodies.
public record Act(Instant at, String actor, String door, String action, String object, String detail) {}
