package org.chancery.posting;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.chancery.keyring.ListKeyring;
import org.chancery.keyring.ListKeyrings;
import org.chancery.keyring.Sides;
import org.chancery.keyring.SignatureMemory;
import org.chancery.list.MailingList;
import org.chancery.list.ProtectionPolicy;
import org.chancery.mail.Message;
import org.chancery.notice.EvenPace;
import org.chancery.policy.Considered;
import org.chancery.policy.Decision;
import org.chancery.policy.Extras;
import org.chancery.policy.FactName;
import org.chancery.policy.Facts;
import org.chancery.policy.FactsBuilder;
import org.chancery.policy.Reason;
import org.chancery.posting.Judges.Prepared;
import org.chancery.protection.Authored;
import org.chancery.protection.CryptoReport;
import org.chancery.protection.Encryption;
import org.chancery.protection.OpenedMessage;
import org.chancery.protection.Opener;
import org.chancery.protection.Opening;
import org.chancery.protection.SignatureState;
import org.chancery.protection.Technology;
import org.chancery.sender.Inspection;

/// The station `open`, on lists with settings for encryption: takes the layers off a post with the keys of the list, and turns what they
/// were into facts. A list without such settings never comes in here.
///
/// Nothing is decrypted for a post that is refused whatever is in it, so that strangers can neither burn our time nor ask the list's key.
/// What could not be opened is answered at whole steps of time: how long it took says nothing about why.
final class OpeningStation {
    private static final Set<Technology> BOTH = EnumSet.allOf(Technology.class);

    private final FactCollector facts;
    private final ListKeyrings keyrings;
    private final SignatureMemory memory;
    private final OpeningBudget budget;
    private final UnopenedPosts unopened;

    OpeningStation(Stations stations) {
        this.facts = stations.facts();
        this.keyrings = stations.keyrings();
        this.memory = stations.memory();
        this.budget = stations.budget();
        this.unopened = stations.unopened();
    }

    Opened of(Incoming incoming, MailingList list, Prepared prepared, Recollection recollection) {
        Facts closed = facts.of(incoming, list, prepared, recollection);
        ProtectionPolicy policy = prepared.protection();
        return policy.isNone() || recollection.first().isPresent()
                ? new Opened(closed)
                : new Visit(incoming, list, prepared, recollection, policy).open(closed);
    }

    /// Remembers who sent what could not be opened.
    void count(Incoming incoming, List<Verdict> verdicts) {
        verdicts.stream().filter(verdict -> verdict.facts().present().contains(FactName.CANNOT_BE_OPENED)).forEach(verdict ->
                unopened.count(UnopenedPosts.source(incoming, verdict.facts()), verdict.list().id(), incoming.received().at()));
    }

    /// The keys that a post may be encrypted to, for the sentence of a refusal.
    String keyIds(MailingList list) {
        List<String> fingerprints = keyrings.of(list).fingerprints();
        return fingerprints.isEmpty() ? "(none yet)" : String.join(", ", fingerprints);
    }

    /// One post on one list.
    private final class Visit {
        private final Incoming incoming;
        private final MailingList list;
        private final Prepared prepared;
        private final Recollection recollection;
        private final ProtectionPolicy policy;

        Visit(Incoming incoming, MailingList list, Prepared prepared, Recollection recollection, ProtectionPolicy policy) {
            this.incoming = incoming;
            this.list = list;
            this.prepared = prepared;
            this.recollection = recollection;
            this.policy = policy;
        }

        Opened open(Facts closed) {
            ListKeyring keys = keyrings.of(list);
            Opener opener = keys.opener(BOTH, incoming.received().at());
            Optional<Technology> encrypted = opener.encryption(incoming.message());
            if (encrypted.filter(technology -> !isOpened(technology)).isPresent()) {
                return unwanted(closed);
            }
            Facts before = closed.beforeOpening();
            if (encrypted.isPresent() && isRefused(prepared.judge().decide(before))) {
                return new Opened(before);
            }
            boolean isOver = encrypted.isPresent() && unopened.isOver(UnopenedPosts.source(incoming, closed), incoming.received().at());
            return isOver ? later(closed, "Too many of your messages could not be opened; please send it again in an hour") : opened(opener, closed, keys.lacksSecret());
        }

        private boolean isOpened(Technology technology) {
            return Sides.of(policy, technology).postEncrypt().isAny();
        }

        private static boolean isRefused(Decision decision) {
            return decision instanceof Decision.Discard || (decision instanceof Decision.Reject reject && reject.code() >= 500);
        }

        private Opened opened(Opener opener, Facts closed, boolean lacksSecret) {
            EvenPace pace = EvenPace.begin();
            Optional<Looked> looked = budget.within(incoming.message().size(), () -> look(opener, closed, lacksSecret));
            if (looked.filter(Looked::isRefused).isPresent()) {
                pace.waitForStep();
            }
            return looked.map(Looked::opened).orElseGet(() -> later(closed, "Too many encrypted posts at the moment; please send it again"));
        }

        /// What is inside is read for its facts within the same budget: it may be many times as large as what came.
        private Looked look(Opener opener, Facts closed, boolean lacksSecret) {
            Opening opening = opener.open(incoming.message(), incoming.received().at(), memory.posts(list));
            if (lacksSecret && opening.report().encryption() == Encryption.OTHER) {
                return new Looked(later(closed, "A key of this list cannot be used at the moment; please send it again later"), true);
            }
            return new Looked(isUnwanted(opening.report()) ? unwanted(closed) : known(opening, closed), opening.refusal().isPresent() || isNotToBeTold(opening.report()));
        }

        private record Looked(Opened opened, boolean isRefused) {}

        /// Encrypted in a way that this list does not open; a signed blob around it shows only now what it holds.
        private boolean isUnwanted(CryptoReport report) {
            return report.layers().stream().filter(layer -> layer.endsWith(":encrypted") || layer.endsWith(":closed")).findFirst()
                    .flatMap(layer -> BOTH.stream().filter(technology -> layer.startsWith(technology.word() + ":")).findFirst())
                    .filter(technology -> !isOpened(technology)).isPresent();
        }

        private static Opened unwanted(Facts closed) {
            return new Opened(closed.toBuilder().encryption(Facts.Encryption.OTHERS).has(FactName.UNWANTED_ENCRYPTION).build());
        }

        private static Opened later(Facts closed, String why) {
            Reason reason = new Reason(Reason.Source.BUILT_IN, 0, "", why);
            return new Opened(
                    closed.beforeOpening(), Optional.of(new Decision.Reject(451, "4.3.2", Extras.NONE, reason, List.<Considered>of())), Optional.empty(), List.of());
        }

        /// Facts about content are those of what was inside.
        private Opened known(Opening opening, Facts closed) {
            Incoming proved = incoming.and(new SignatureEvidence(opening.report(), policy, !closed.roles().isEmpty()).all());
            Optional<Message> inside = opening.authored().map(authored -> OpenedMessage.of(incoming.message(), authored));
            Optional<Message> readable = inside.or(() -> opening.content()
                    .map(signed -> OpenedMessage.of(incoming.message(), new Authored.Entity(signed, signed)))); // a blob that is signed and not encrypted
            FactsBuilder known = readable.map(message -> facts.of(proved.reading(message), list, prepared, recollection))
                    .orElseGet(() -> withSignatures(closed, proved)).toBuilder();
            add(known, opening.report());
            readable.filter(Visit::holdsSecret).ifPresent(_ -> known.has(FactName.SWEEP_FAILED));
            return new Opened(known.build(), Optional.empty(), inside, memory.posts(list).marks(opening.report()));
        }

        private Facts withSignatures(Facts closed, Incoming proved) {
            FactsBuilder known = closed.toBuilder();
            new EvidenceFacts(proved).addTo(known);
            return known.build();
        }

        /// A posting key inside an encryption or a signed blob cannot be taken out without breaking what the author signed.
        private static boolean holdsSecret(Message inside) {
            return !(Inspection.of(inside) instanceof Inspection.Clean);
        }

        private void add(FactsBuilder known, CryptoReport report) {
            known.encryption(encryption(report.encryption()))
                    .protection(words(report))
                    .has(FactName.CANNOT_BE_OPENED, isClosed(report.encryption()) || isNotToBeTold(report))
                    .has(FactName.BROKEN_SIGNATURE, report.signature() == SignatureState.BAD)
                    .has(FactName.EXPIRED_SIGNATURE, report.signature() == SignatureState.EXPIRED)
                    .has(FactName.REVOKED_SIGNATURE, report.signature() == SignatureState.REVOKED)
                    .has(FactName.COMPROMISED_SIGNATURE, report.signature() == SignatureState.COMPROMISED)
                    .has(FactName.REPLAYED_SIGNATURE, report.isReplayed());
        }

        private static String words(CryptoReport report) {
            return "encryption=" + report.encryption().word() + " signature=" + report.signature().word()
                    + report.signer().map(fingerprint -> " signer=" + fingerprint).or(() -> report.unknownKey().map(key -> " claimed=" + key)).orElse("") + (report.isMalleable() ? " malleable" : "");
        }

        private static boolean isClosed(Encryption encryption) {
            return switch (encryption) {
                case OTHER, BROKEN, WEAK -> true;
                case NONE, LIST, LIST_PARTIAL -> false;
            };
        }

        /// Refused for its signature, or because it came before, it must hear what it would hear if it could not have been opened: who changed what he recorded,
        /// to ask how its padding comes out, would know it from this refusal.
        private boolean isNotToBeTold(CryptoReport report) {
            boolean isBroken = report.signature() == SignatureState.BAD && policy.refusesBroken() && policy.distribEncrypt().isAny();
            return report.mayBeAQuestion() && (report.isReplayed() || policy.postSign() == ProtectionPolicy.Level.FORCE || isBroken);
        }

        /// An encrypted part beside plain ones is no encryption of the post.
        private static Facts.Encryption encryption(Encryption found) {
            return switch (found) {
                case NONE, LIST_PARTIAL -> Facts.Encryption.NONE;
                case LIST -> Facts.Encryption.LIST;
                case OTHER, BROKEN, WEAK -> Facts.Encryption.OTHERS;
            };
        }
    }
}
