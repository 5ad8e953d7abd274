package org.chancery.delivery.bounce;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.chancery.list.MembershipNumber;
import org.chancery.mail.Header;
import org.chancery.mail.Headers;
import org.chancery.token.BounceTokens;
import org.chancery.token.OneClickTokens;

/// Finds in a complaint whose copy it is about: the return path of the copy (RFC 5965 section 3.2, Original-Mail-From), or the
/// one-click link in its List-Unsubscribe. Addresses say nothing: providers take them out, and anybody can write one in.
public final class ComplaintTokens {
    private static final String BOUNCES = "bounces+";
    private static final String LEAVE = "/leave/";
    private final BounceTokens bounces;
    private final OneClickTokens oneClicks;

    public ComplaintTokens(BounceTokens bounces, OneClickTokens oneClicks) {
        this.bounces = bounces;
        this.oneClicks = oneClicks;
    }

    Optional<MembershipNumber> membership(FeedbackReport report, Instant now) {
        Stream<String> paths = Stream.concat(
                report.originalMailFrom().stream(),
                values(report.returned(), "Return-Path").flatMap(value -> AddressScanner.addresses(value).stream()));
        Optional<Long> number = paths.flatMap(path -> ofPath(path, now).stream()).findFirst()
                .or(() -> values(report.returned(), "List-Unsubscribe").flatMap(value -> ofLink(value).stream()).findFirst());
        return number.filter(value -> value >= 1 && value <= MembershipNumber.MAX).map(MembershipNumber::new);
    }

    private static Stream<String> values(Optional<Headers> headers, String name) {
        return headers.stream().flatMap(found -> found.all(name).stream()).map(Header::value);
    }

    private Optional<Long> ofPath(String path, Instant now) {
        String local = path.substring(0, path.lastIndexOf('@')).toLowerCase(Locale.ROOT);
        int at = local.indexOf(BOUNCES);
        return at < 0 ? Optional.empty() : bounces.read(local.substring(at + BOUNCES.length()), now);
    }

    private Optional<Long> ofLink(String value) {
        int at = value.indexOf(LEAVE);
        int end = at < 0 ? -1 : value.indexOf('>', at);
        return end < 0 ? Optional.empty() : oneClicks.read(value.substring(at + LEAVE.length(), end));
    }
}
