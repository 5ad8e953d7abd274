package org.chancery.authentication.spf;

import java.net.InetAddress;
import java.time.Instant;

/// What stays the same during one check, whatever domain is being evaluated.
record SpfSession(InetAddress peer, String helo, Sender sender, String receivingHost, Instant now) {}
