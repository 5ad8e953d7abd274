package org.chancery.policy;

import java.util.List;
import java.util.stream.Collectors;
import org.chancery.authentication.ProofLevel;
import org.chancery.authentication.Result;

/// One question a rule may ask. The set is closed: these are all there are.
///
/// Example: `new Fact.ProofAtLeast(ProofLevel.DOMAIN)`, written `proof at least domain`.
public sealed interface Fact {

    /// Which entry of the register it asks about.
    FactName name();

    /// As the language writes it.
    String words();

    record From(Standing.Role role) implements Fact {
        @Override
        public FactName name() {
            return switch (role) {
                case PARENT_LIST -> FactName.PARENT_LIST;
                case ANYONE -> FactName.ANYONE;
                case OWNER, MODERATOR, MEMBER, AUTHORISED_SENDER, ALLOWED_POSTER -> FactName.ROLE;
            };
        }

        @Override
        public String words() {
            return "from " + role.words();
        }
    }

    record FromGroup(String group) implements Fact {
        @Override
        public FactName name() {
            return FactName.GROUP;
        }

        @Override
        public String words() {
            return "from group " + Words.quoted(group);
        }
    }

    record ProofAtLeast(ProofLevel level) implements Fact {
        @Override
        public FactName name() {
            return FactName.of(level);
        }

        @Override
        public String words() {
            return "proof at least " + level;
        }
    }

    record ProofIs(ProofLevel level) implements Fact {
        @Override
        public FactName name() {
            return FactName.of(level);
        }

        @Override
        public String words() {
            return "proof is " + level;
        }
    }

    record Answered(Duty.Kind duty) implements Fact {
        @Override
        public FactName name() {
            return duty.fact();
        }

        @Override
        public String words() {
            return "answered " + duty.word();
        }
    }

    record Dmarc(Result result) implements Fact {
        @Override
        public FactName name() {
            return FactName.DMARC;
        }

        @Override
        public String words() {
            return "dmarc " + result;
        }
    }

    record Spf(Result result) implements Fact {
        @Override
        public FactName name() {
            return FactName.SPF;
        }

        @Override
        public String words() {
            return "spf " + result;
        }
    }

    record Swk(Facts.SubstituteKey state) implements Fact {
        @Override
        public FactName name() {
            return FactName.SWK;
        }

        @Override
        public String words() {
            return "swk " + state.word();
        }
    }

    /// `NOBODY`, `ANY_KEY` (a good signature, whoever's) or `KNOWN_KEY` (bound to the From mailbox).
    record SignedBy(Facts.Signature signature) implements Fact {
        @Override
        public FactName name() {
            return FactName.SIGNATURE;
        }

        @Override
        public String words() {
            return "signed by " + signature.words();
        }
    }

    record Encrypted(boolean toList) implements Fact {
        @Override
        public FactName name() {
            return FactName.ENCRYPTION;
        }

        @Override
        public String words() {
            return toList ? "encrypted to list" : "encrypted";
        }
    }

    record ClientCertificate(String holder) implements Fact {
        @Override
        public FactName name() {
            return FactName.CLIENT_CERTIFICATE;
        }

        @Override
        public String words() {
            return "connection client certificate " + Words.quoted(holder);
        }
    }

    record Blocklisted(int atLeast) implements Fact {
        @Override
        public FactName name() {
            return FactName.BLOCKLISTED;
        }

        @Override
        public String words() {
            return atLeast == 1 ? "blocklisted" : "blocklisted by at least " + atLeast;
        }
    }

    /// `LIKELY` also holds when spam is certain.
    record Spam(Facts.Spam grade) implements Fact {
        @Override
        public FactName name() {
            return FactName.SPAM;
        }

        @Override
        public String words() {
            return "spam " + grade.word();
        }
    }

    /// `KB` is 1,024 octets and `MB` 1,048,576, as mail programs count.
    record SizeOver(int count, Unit unit) implements Fact {
        /// The units of sizes.
        public enum Unit {
            KB(1024L),
            MB(1024L * 1024L);

            private final long octets;

            Unit(long octets) {
                this.octets = octets;
            }
        }

        long octets() {
            return count * unit.octets;
        }

        @Override
        public FactName name() {
            return FactName.SIZE;
        }

        @Override
        public String words() {
            return "size over " + count + " " + unit;
        }
    }

    /// Is there a part of a type that is none of these? `image/*` stands for all images.
    record TypeOutside(List<String> allowed) implements Fact {
        public TypeOutside {
            allowed = List.copyOf(allowed);
        }

        @Override
        public FactName name() {
            return FactName.CONTENT_TYPES;
        }

        @Override
        public String words() {
            return "type outside " + allowed.stream().map(Words::quoted).collect(Collectors.joining(", "));
        }
    }

    record CrossPosted(int over) implements Fact {
        @Override
        public FactName name() {
            return FactName.CROSS_POSTED;
        }

        @Override
        public String words() {
            return "cross-posted to over " + over + " lists";
        }
    }

    record Recipients(int over) implements Fact {
        @Override
        public FactName name() {
            return FactName.RECIPIENTS;
        }

        @Override
        public String words() {
            return "over " + over + " recipients";
        }
    }

    /// A pattern of the list's settings, by its name; it was matched before the policy runs.
    record HeaderMatches(String pattern) implements Fact {
        @Override
        public FactName name() {
            return FactName.HEADER_PATTERNS;
        }

        @Override
        public String words() {
            return "header matches " + Words.quoted(pattern);
        }
    }

    record ListIs(Facts.ListState state) implements Fact {
        @Override
        public FactName name() {
            return FactName.LIST_STATE;
        }

        @Override
        public String words() {
            return "list " + state.word();
        }
    }

    /// A fact that is simply there or not, such as `has attachments`.
    record Present(FactName name) implements Fact {
        @Override
        public String words() {
            return name.words();
        }
    }
}
