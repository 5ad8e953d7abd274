package org.chancery.authentication.blocklist;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.chancery.dns.Answer;
import org.chancery.dns.Resolver;
import org.chancery.mail.Domain;

/// Tries each list with the entries that RFC 5782 section 5 wants in it: one that must be there and one that must not.
/// [Blocklists] does not need it, it looks again at each hit; people do, to see that a list of theirs is dead.
///
/// Example: `new SelfTest(resolver).of(settings)` is one finding for each list and kind of question.
public final class SelfTest {
    private static final InetAddress FOUR = InetAddress.ofLiteral("127.0.0.2");
    private static final InetAddress SIX = InetAddress.ofLiteral("::1");

    private final Resolver resolver;

    public SelfTest(Resolver resolver) {
        this.resolver = resolver;
    }

    /// How a list stands.
    public enum Health {
        /// It has what it must have, and not what it must not.
        SOUND("works"),
        /// It does not have its test entry: dead, or not a list of this kind.
        LACKS_TEST_ENTRY("lacks its test entry: it is dead, or no list of this kind"),
        /// It has what no list may have. Nothing that it says is believed.
        LISTS_EVERYTHING("lists what no list may list: nothing that it says is believed"),
        /// It answers with 127.255.255.x: the operator does not want our questions.
        REFUSES_US("answers with an error code: its operator does not want questions from this name server"),
        /// No answer.
        SILENT("does not answer");

        private final String text;

        Health(String text) {
            this.text = text;
        }

        /// For people.
        public String text() {
            return text;
        }
    }

    /// `kind` is IPv4, IPv6 or names.
    public record Finding(Domain zone, String kind, Health health) {}

    /// IPv6 is optional for a list; one without it has `LACKS_TEST_ENTRY` there and is just never a hit.
    public List<Finding> of(BlocklistSettings settings) {
        List<Finding> findings = new ArrayList<>();
        for (Blocklist list : settings.addresses()) {
            findings.add(new Finding(list.zone(), "IPv4", health(list, new Subject.Host(FOUR))));
            findings.add(new Finding(list.zone(), "IPv6", health(list, new Subject.Host(SIX))));
        }
        for (Blocklist list : settings.domains()) {
            findings.add(new Finding(list.zone(), "names", health(list, new Subject.Name(list.zone()))));
        }
        return findings;
    }

    private Health health(Blocklist list, Subject kind) {
        Answer<InetAddress> must = resolver.a(Blocklists.name(list, kind.alwaysListed()));
        Answer<InetAddress> mustNot = resolver.a(Blocklists.name(list, kind.neverListed()));
        if (must instanceof Answer.TemporaryFailure || mustNot instanceof Answer.TemporaryFailure) {
            return Health.SILENT;
        }
        if (must.valuesOrNone().stream().anyMatch(Blocklist::isError)) {
            return Health.REFUSES_US;
        }
        if (mustNot instanceof Answer.Found) {
            return Health.LISTS_EVERYTHING;
        }
        return must instanceof Answer.Found ? Health.SOUND : Health.LACKS_TEST_ENTRY;
    }
}
