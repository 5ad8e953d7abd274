package org.chancery.delivery.bounce;

import org.chancery.list.MembershipNumber;

/// Whose copy a report is about, as the token in the address says to which it was sent. `probe`: the token of a probe.
public record ReportedCopy(MembershipNumber membership, boolean probe) {}
