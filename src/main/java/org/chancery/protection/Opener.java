package org.chancery.protection;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.chancery.mail.Authors;
import org.chancery.mail.Message;
import org.chancery.mail.Part;
import org.chancery.secrets.Secret;
import org.jspecify.annotations.Nullable;

/// Takes the layers off a message from outside in, and says what they were.
///
/// A layer counts only when it holds the whole payload. What stands deeper, beside other parts, is reported
/// ([Encryption#LIST_PARTIAL], [SignatureState#PARTIAL]) and never opened. A signature outside an encrypted layer says nothing about
/// who wrote what is inside, so it is dropped as soon as a layer below it was decrypted.
///
/// Example: `new Opener(List.of(openPgp)).open(message, receivedAt, AcceptedSignatures.NONE).report().signature()`.
public final class Opener {
    private final List<Scheme> schemes;

    public Opener(List<Scheme> schemes) {
        this.schemes = List.copyOf(schemes);
    }

    public Opening open(Message message, Instant receivedAt, AcceptedSignatures accepted) {
        return new Walk(new Circumstances(receivedAt, Authors.of(message), List.of()), accepted).through(message);
    }

    /// In which technology a message is encrypted, told from its types alone, through signatures that stand around it in parts of their own; empty
    /// when it is not. Nothing is opened for it.
    public Optional<Technology> encryption(Message message) {
        return encryption(message.root(), 0);
    }

    private Optional<Technology> encryption(Part entity, int depth) {
        return switch (shape(entity)) {
            case Shape.Enclosed(Scheme scheme, byte[] _, boolean isEncrypted, boolean _) when isEncrypted -> Optional.of(scheme.technology());
            case Shape.Detached(Scheme _, Part content, byte[] _) when depth < ProtectionLimits.LAYERS -> encryption(content, depth + 1);
            case Shape.Enclosed _, Shape.Detached _, Shape.Fragment _, Shape.Plain _ -> Optional.empty();
        };
    }

    /// An entity with two types is one thing to us and another to whoever reads the last of them: what protects it, protects nothing.
    private Shape shape(Part entity) {
        Shape shape = recognised(entity);
        return entity.headers().count("Content-Type") < 2 && entity.headers().count("Content-Transfer-Encoding") < 2 ? shape : switch (shape) {
            case Shape.Plain plain -> plain;
            case Shape.Fragment fragment -> fragment;
            case Shape.Detached _ -> new Shape.Fragment(false);
            case Shape.Enclosed enclosed -> new Shape.Fragment(enclosed.isEncrypted());
        };
    }

    private Shape recognised(Part entity) {
        return schemes.stream().map(scheme -> scheme.recognise(entity)).filter(shape -> !(shape instanceof Shape.Plain)).findFirst().orElseGet(Shape.Plain::new);
    }

    /// The state of one opening.
    private final class Walk {
        private final List<SignatureFinding> signatures = new ArrayList<>();
        private final List<String> layers = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();
        private final List<ContentMark> marks = new ArrayList<>();
        private final Circumstances circumstances;
        private final AcceptedSignatures accepted;
        private Encryption encryption = Encryption.NONE;
        private byte @Nullable [] content;
        /// What the innermost layer holds, if that is an entity: where a protected header stands.
        private @Nullable Part headed;
        /// What was encrypted, as it is sent on; not under inline text, which has no entity.
        private byte @Nullable [] written;
        private byte @Nullable [] packets;
        private final List<String> openedWith = new ArrayList<>();
        private boolean isMalleable;
        private boolean isInline;
        /// The innermost entity; none when some layer stayed closed.
        private @Nullable Part payload;
        private boolean isPartlySigned;

        Walk(Circumstances circumstances, AcceptedSignatures accepted) {
            this.circumstances = circumstances;
            this.accepted = accepted;
        }

        Opening through(Message message) {
            Optional<Part> entity = Optional.of(message.root());
            while (entity.isPresent() && layers.size() < ProtectionLimits.LAYERS) {
                entity = inside(entity.get());
            }
            Optional<Plaintext> inside = Optional.ofNullable(content).map(Plaintext::new);
            return new Opening(report(), inside, Optional.ofNullable(written).map(octets -> authored(octets, inside)), Optional.ofNullable(payload));
        }

        private Authored authored(byte[] octets, Optional<Plaintext> inside) {
            Plaintext readable = octets == content ? inside.orElseThrow() : new Plaintext(octets);
            return packets == null ? new Authored.Entity(readable, inside.filter(_ -> !isInline).orElse(readable)) : new Authored.Verbatim(new Plaintext(packets), readable);
        }

        /// Here, where no failure of the memory can be taken for one of a signature, and where all layers are off.
        private CryptoReport report() {
            Addressed addressed = accepted.addressed(headed == null ? List.of() : ProtectedRecipients.in(headed));
            signatures.replaceAll(finding -> remembered(finding, addressed));
            boolean isRepeated = addressed == Addressed.ANOTHER_ROLE || marks.stream().anyMatch(mark -> accepted.contains(mark, addressed));
            List<SignatureState> states = signatures.stream().map(SignatureFinding::state).toList();
            SignatureState signature = states.isEmpty() && isPartlySigned ? SignatureState.PARTIAL : SignatureState.ofAll(states);
            return new CryptoReport(encryption, signature, signatures, circumstances.authors(), layers, notes, isMalleable && states.isEmpty(), addressed, marks, isRepeated);
        }

        /// A good signature counts once, and not on a list that the author did not write to (RFC 9580 section 13.12, surreptitious forwarding).
        private SignatureFinding remembered(SignatureFinding finding, Addressed addressed) {
            if (!finding.isGood()) {
                return finding;
            }
            if (accepted.contains(finding.value(), addressed)) {
                return finding.as(SignatureState.REPLAY, "accepted before");
            }
            return addressed == Addressed.ANOTHER_LIST ? finding.as(SignatureState.MISMATCH, "addressed inside to another list") : finding;
        }

        /// What the outermost layer of `entity` holds; empty when it is the payload.
        private Optional<Part> inside(Part entity) {
            return switch (shape(entity)) {
                case Shape.Plain _ -> payload(entity);
                case Shape.Fragment(boolean isEncrypted) -> {
                    fragment(isEncrypted);
                    yield Optional.empty();
                }
                case Shape.Detached detached -> {
                    layers.add(detached.scheme().word() + ":signed");
                    signatures.addAll(detached.scheme().verify(detached, here()));
                    headed = detached.content();
                    yield Optional.of(headed);
                }
                case Shape.Enclosed enclosed -> unwrapped(entity, enclosed);
            };
        }

        private Circumstances here() {
            return circumstances.openedWith(openedWith);
        }

        private Optional<Part> unwrapped(Part blob, Shape.Enclosed enclosed) {
            if (enclosed.isEncrypted() && openedWith.size() == ProtectionLimits.DECRYPTED_LAYERS) {
                notes.add("encrypted again inside, left as it is");
                return Optional.empty();
            }
            return switch (enclosed.scheme().unwrap(enclosed, here())) {
                case Unwrapped.Neither _ -> Optional.empty();
                case Unwrapped.Closed(Encryption why) -> {
                    closed(enclosed, why);
                    yield Optional.empty();
                }
                case Unwrapped.Signed(byte[] inner, List<SignatureFinding> found) -> {
                    layers.add(enclosed.scheme().word() + ":signed");
                    add(found, enclosed.isInline());
                    yield entity(inner, enclosed.isInline(), blob);
                }
                case Unwrapped.Decrypted(byte[] inner, List<SignatureFinding> found, boolean malleable, String key, Secret contentKey, Unwrapped.Form form) -> {
                    decrypted(enclosed, malleable);
                    openedWith.add(key);
                    accepted.mark(contentKey).ifPresent(marks::add);
                    keep(inner, form, enclosed.isInline() ? Optional.of(blob) : Optional.empty());
                    add(found, enclosed.isInline());
                    yield entity(inner, enclosed.isInline(), blob);
                }
            };
        }

        private void closed(Shape.Enclosed enclosed, Encryption why) {
            layers.add(enclosed.scheme().word() + ":closed");
            if (!openedWith.isEmpty()) {
                notes.add("encrypted again inside, left as it is");
                return;
            }
            encryption = why;
            signatures.clear(); // whoever signed a ciphertext need not have written it
        }

        private void decrypted(Shape.Enclosed enclosed, boolean malleable) {
            layers.add(enclosed.scheme().word() + ":encrypted");
            if (!signatures.isEmpty()) {
                notes.add("a signature outside the encryption was not counted");
                signatures.clear();
            }
            encryption = Encryption.LIST;
            isMalleable = malleable;
        }

        /// The innermost decrypted layer is what the author wrote. Inside a text a signature covers no entity, so it does not travel on.
        private void keep(byte[] inner, Unwrapped.Form form, Optional<Part> inline) {
            isInline = inline.isPresent();
            packets = null;
            switch (form) {
                case Unwrapped.Form _ when inline.isPresent() -> written = InlineText.entity(inner, inline.get().charset());
                case Unwrapped.Form.AsIs _ -> written = inner;
                case Unwrapped.Form.Nested(byte[] signed) -> written = signed;
                case Unwrapped.Form.Packets(byte[] unchanged) -> {
                    written = inner;
                    packets = unchanged;
                }
            }
        }

        private void add(List<SignatureFinding> found, boolean isInline) {
            found.forEach(finding -> signatures.add(isInline ? finding.inline() : finding));
        }

        /// An inline text has no header of its own and no layers that we would open.
        private Optional<Part> entity(byte[] inner, boolean isInline, Part around) {
            content = inner;
            headed = null;
            if (isInline) {
                Message.parse(InlineText.entity(inner, around.charset())).toOptional().ifPresent(text -> payload = text.root());
                return Optional.empty();
            }
            Optional<Part> root = Message.parse(inner).toOptional().map(Message::root);
            if (root.isEmpty()) {
                beyondLimits();
            }
            headed = root.orElse(null);
            return root;
        }

        /// Deeper or with more parts than any honest message: nobody looks into it, so nobody gets it.
        private void beyondLimits() {
            encryption = Encryption.BROKEN;
            content = null;
            written = null;
            packets = null;
            signatures.clear();
        }

        private Optional<Part> payload(Part entity) {
            payload = entity;
            entity.parts().forEach(this::lookThrough);
            return Optional.empty();
        }

        private void lookThrough(Part part) {
            switch (shape(part)) {
                case Shape.Plain _ -> part.parts().forEach(this::lookThrough);
                case Shape.Fragment(boolean isEncrypted) -> fragment(isEncrypted);
                case Shape.Detached detached -> {
                    fragment(false);
                    lookThrough(detached.content());
                }
                case Shape.Enclosed enclosed -> fragment(enclosed.isEncrypted());
            }
        }

        private void fragment(boolean isEncrypted) {
            if (!isEncrypted) {
                isPartlySigned = true;
            } else if (encryption == Encryption.NONE) {
                encryption = Encryption.LIST_PARTIAL;
            }
        }
    }
}
