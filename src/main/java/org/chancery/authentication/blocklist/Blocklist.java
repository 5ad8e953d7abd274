package org.chancery.authentication.blocklist;

import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chancery.mail.Domain;
import org.chancery.mail.Parsed;

/// One list: its zone, which of its answers mean "listed", and how much that weighs (1 to 100). Written as Postfix writes them.
///
/// Example: `Blocklist.parse("dnsbl.example.org=127.0.0.[2..11;20]*2")`; `dnsbl.example.org` alone takes each answer as listed and
/// weighs 1.
public record Blocklist(Domain zone, AnswerFilter answers, int weight) {
    private static final Pattern FORM = Pattern.compile("([^=*]+)(?:=([^*]*))?(?:\\*([0-9]{1,3}))?");
    private static final int MAX_WEIGHT = 100;

    /// With the room that a reversed IPv6 address in front needs (RFC 1035 section 2.3.4: 253 characters in all).
    private static final int MAX_ZONE = 253 - 64;

    public Blocklist {
        if (weight < 1 || weight > MAX_WEIGHT) {
            throw new IllegalArgumentException("a weight is 1 to " + MAX_WEIGHT);
        }
    }

    public static Parsed<Blocklist> parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            return Parsed.malformed(0, "ZONE, ZONE=ANSWERS or ZONE=ANSWERS*WEIGHT");
        }
        int weight = parts.group(3) == null ? 1 : Integer.parseInt(parts.group(3));
        if (weight < 1 || weight > MAX_WEIGHT) {
            return Parsed.malformed(parts.start(3), "a weight of 1 to " + MAX_WEIGHT);
        }
        if (!(Domain.parse(parts.group(1)) instanceof Parsed.Value<Domain>(Domain zone)) || zone.isLiteral() || zone.ascii().length() > MAX_ZONE) {
            return Parsed.malformed(0, "the domain of a list, as in dnsbl.example.org");
        }
        if (parts.group(2) == null) {
            return Parsed.of(new Blocklist(zone, AnswerFilter.ANY, weight));
        }
        return AnswerFilter.parse(parts.group(2)).map(answers -> new Blocklist(zone, answers, weight));
    }

    /// Does an answer say that what was asked for is listed? One outside 127.0.0.0/8 comes from somebody who sells the name of
    /// a list that is gone; 127.255.255.x means that the operator refuses us; 127.0.0.1 is what nobody should use
    /// (RFC 5782 sections 2.1 and 5).
    boolean isHit(InetAddress answer) {
        byte[] octets = answer.getAddress();
        boolean isEntry = octets.length == 4
                && octets[0] == 127
                && !isError(octets)
                && !(octets[1] == 0 && octets[2] == 0 && octets[3] == 1);
        return isEntry && answers.takes(octets);
    }

    /// 127.255.255.x: too many questions, an open resolver, a typing error. No statement about what was asked.
    static boolean isError(InetAddress answer) {
        return answer.getAddress().length == 4 && isError(answer.getAddress());
    }

    private static boolean isError(byte[] octets) {
        return octets[0] == 127 && (octets[1] & 0xff) == 255 && (octets[2] & 0xff) == 255;
    }
}
