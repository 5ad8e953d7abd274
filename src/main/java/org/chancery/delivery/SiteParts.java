package org.chancery.delivery;

import java.util.List;
import java.util.function.Supplier;
import org.chancery.smtp.SmtpClient;
import org.chancery.smtp.SmtpSite;

/// What a site and each of its connections work with. `hosts` is asked at each connection, since the DNS may have changed; `perMinute` as in
/// [DeliverySettings].
record SiteParts(
        String name, Supplier<List<SmtpSite>> hosts, DeliverySettings.Limits limits, int perMinute, SmtpClient client, DuplicateWindow window, CopyDesk desk) {}
