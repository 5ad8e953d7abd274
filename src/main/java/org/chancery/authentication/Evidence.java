package org.chancery.authentication;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;

/// One thing that was checked about a message, and what was found (RFC 8601 section 2.2: method and result).
/// Evidence says what is, never what to do about it.
///
/// Example: `new Evidence.Spf(Result.PASS, Domain.of("example.org"), Evidence.Spf.Identity.MAIL_FROM, "")`.
public sealed interface Evidence {

    /// The name of the check, as RFC 8601 section 2.7 registers it where it does.
    String method();

    Result result();

    /// Who vouches for it.
    FactSource source();

    /// SPF (RFC 7208): may this peer send for that domain? `explanation` is the domain's own text, often empty.
    record Spf(Result result, Domain domain, Identity identity, String explanation) implements Evidence {
        /// Which name of the transaction was checked (RFC 7208 section 2.2).
        public enum Identity {
            MAIL_FROM,
            HELO
        }

        @Override
        public String method() {
            return "spf";
        }

        @Override
        public FactSource source() {
            return FactSource.PATH_CHECKED;
        }
    }

    /// One DKIM signature (RFC 6376). `aligned` says whether `d=` vouches for the From domain (RFC 9989 section 4.4).
    record Dkim(Result result, Domain domain, String selector, boolean aligned, String reason) implements Evidence {
        @Override
        public String method() {
            return "dkim";
        }

        @Override
        public FactSource source() {
            return FactSource.PATH_CHECKED;
        }
    }

    /// DMARC (RFC 9989) for the From domain; `published` is what that domain asks receivers to do on failure. `aligned`: SPF
    /// or DKIM passed for a domain that vouches for it, which may be so without any record.
    record Dmarc(Result result, Domain headerFrom, Disposition published, boolean aligned) implements Evidence {
        private static final List<Result> WORST_FIRST = List.of(Result.FAIL, Result.TEMPERROR, Result.PERMERROR, Result.NONE);

        public Dmarc(Result result, Domain headerFrom, Disposition published) {
            this(result, headerFrom, published, result == Result.PASS);
        }

        /// Of two From domains the one that speaks more against the message.
        Dmarc worst(Dmarc other) {
            for (Result bad : WORST_FIRST) {
                if (result == bad || other.result == bad) {
                    return result == bad ? this : other;
                }
            }
            return this;
        }

        /// The `p=` or `sp=` that applies; `NONE` also where no record was found.
        public enum Disposition {
            NONE,
            QUARANTINE,
            REJECT
        }

        @Override
        public String method() {
            return "dmarc";
        }

        @Override
        public FactSource source() {
            return FactSource.PATH_CHECKED;
        }
    }

    /// The ARC chain (RFC 8617); `sealer` is the domain of its last seal. `vouched` are the From domains of which sealers that
    /// this site trusts say that they proved themselves to them; it means something only if the chain passes.
    record Arc(Result result, Optional<Domain> sealer, int instances, Set<Domain> vouched) implements Evidence {
        public Arc {
            vouched = Set.copyOf(vouched);
        }

        /// Of a chain that nobody trusts.
        public Arc(Result result, Optional<Domain> sealer, int instances) {
            this(result, sealer, instances, Set.of());
        }

        @Override
        public String method() {
            return "arc";
        }

        @Override
        public FactSource source() {
            return FactSource.PATH_CHECKED;
        }
    }

    /// SMTP AUTH (RFC 4954), web or REST log-in; `ownsHeaderFrom` says whether the account owns the From mailbox.
    record SmtpAuth(Result result, String account, boolean ownsHeaderFrom) implements Evidence {
        @Override
        public String method() {
            return "auth";
        }

        @Override
        public FactSource source() {
            return FactSource.ACCOUNT_PROVED;
        }
    }

    /// A TLS client certificate, checked against the configured authority; `name` is what policies ask for.
    record ClientCertificate(Result result, String name) implements Evidence {
        @Override
        public String method() {
            return "client-cert";
        }

        @Override
        public FactSource source() {
            return FactSource.PATH_CHECKED;
        }
    }

    /// A signature over the content. `signer` is the mailbox the key is registered to, empty for an unknown key.
    record SignedBy(Result result, Technology technology, String fingerprint, Optional<Address> signer)
            implements Evidence {
        /// How it was signed.
        public enum Technology {
            OPENPGP,
            SMIME
        }

        @Override
        public String method() {
            return switch (technology) {
                case OPENPGP -> "openpgp";
                case SMIME -> "smime";
            };
        }

        @Override
        public FactSource source() {
            return FactSource.KEY_PROVED;
        }
    }

    /// The substitute key (SWK) of the transaction; `names` is the address it stands for, if it is valid.
    record SubstituteKeyPass(Result result, Optional<Address> names) implements Evidence {
        @Override
        public String method() {
            return "swk";
        }

        @Override
        public FactSource source() {
            return FactSource.PATH_CHECKED;
        }
    }

    /// A posting key or password of an authorised sender; `keyId` names the record, never the secret.
    record SenderPassword(Result result, String keyId) implements Evidence {
        @Override
        public String method() {
            return "sender-key";
        }

        @Override
        public FactSource source() {
            return FactSource.ACCOUNT_PROVED;
        }
    }

    /// A challenge for this message was answered. `answerer` is the mailbox that was asked and answered;
    /// only if it is the From mailbox does it prove anything about that.
    record AnsweredChallenge(Result result, Asked asked, Address answerer) implements Evidence {
        /// What the sender was asked to do.
        public enum Asked {
            CONFIRM,
            CONTRACT
        }

        @Override
        public String method() {
            return "challenge";
        }

        @Override
        public FactSource source() {
            return FactSource.MAILBOX_PROVED;
        }
    }

    /// A poster's tag and the reveal that opened it.
    record PosterTag(Result result, String id) implements Evidence {
        @Override
        public String method() {
            return "poster-tag";
        }

        @Override
        public FactSource source() {
            return FactSource.MAILBOX_PROVED;
        }
    }

    /// The names of the peer's address (RFC 8601 section 3): `pass` with a name that has this `address`, `fail` when none has it,
    /// `permerror` without any.
    record ReverseName(Result result, InetAddress address, Optional<Domain> name) implements Evidence {
        @Override
        public String method() {
            return "iprev";
        }

        @Override
        public FactSource source() {
            return FactSource.PATH_CHECKED;
        }
    }

    /// DNS blocklists (RFC 5782) that name the peer or a domain of the message: `fail` with their zones when together they weigh
    /// enough, else `pass`; `none` when none could say anything. `weight` is what a policy counts; `reason` what they say.
    record DnsListed(Result result, List<Domain> zones, int weight, String reason) implements Evidence {
        public DnsListed {
            zones = List.copyOf(zones);
        }

        @Override
        public String method() {
            return "dnsbl";
        }

        @Override
        public FactSource source() {
            return FactSource.THIRD_PARTY;
        }
    }

    /// What a plugin found. It arrives as a fact of third parties, whatever the plugin thinks of itself.
    record Reported(String reporter, String method, Result result) implements Evidence {
        @Override
        public FactSource source() {
            return FactSource.THIRD_PARTY;
        }
    }
}
