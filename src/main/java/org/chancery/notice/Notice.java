package org.chancery.notice;

import java.util.List;
import java.util.Optional;
import org.chancery.mail.Address;

/// A mail of our own to named recipients, queued in the commit of what caused it.
/// `kind` names it in `explain` and in the queue: `dsn`. An empty return path is the null sender.
public record Notice(String kind, Optional<Address> returnPath, List<Address> recipients, byte[] message) {}
