package org.chancery.protection;

import java.util.List;
import java.util.Optional;
import org.chancery.mail.Address;
import org.chancery.mail.Part;

/// A message after opening: what is known of its protection, and the innermost entity that its layers gave, if they gave one.
/// For a message that was not encrypted to the list and not signed as a blob, `content` is empty: it is what was received.
/// `payload` is the entity behind all layers, which every signature that was found covers as a whole; empty when a layer stayed closed.
/// `authored` is there when the message was encrypted to the list and opened, and is what the list sends on ([OpenedMessage]).
public record Opening(CryptoReport report, Optional<Plaintext> content, Optional<Authored> authored, Optional<Part> payload) {
    /// The only words that leave the house about a message that could not be opened, whatever the reason: an answer that told a wrong
    /// padding from a wrong check would be an oracle.
    public static final String REFUSAL = "This message could not be opened with the keys of the list.";

    /// Do these words, which have no blanks, stand together in a plain text of the payload that people see? What stands in a header or around a signature
    /// anybody may have put there, and what is out of sight, in HTML or a file, a stranger gets into an answer that quotes him. Blanks and marks of quoting do not count.
    public boolean says(List<String> words) {
        return payload.stream().flatMap(Part::leaves).filter(leaf -> leaf.type().is("text", "plain") && !leaf.isAttachment())
                .map(leaf -> leaf.text().replaceAll("[\\s>]", "")).anyMatch(text -> words.stream().allMatch(text::contains));
    }

    /// False when the author protected To or Cc (RFC 9788) and wrote to others only.
    public boolean mayBeTo(Address address) {
        return payload.map(ProtectedRecipients::in).filter(named -> !named.isEmpty() && !named.contains(address)).isEmpty();
    }

    /// Empty when there is nothing to refuse for.
    public Optional<String> refusal() {
        return switch (report.encryption()) {
            case BROKEN, WEAK, OTHER -> Optional.of(REFUSAL);
            case NONE, LIST, LIST_PARTIAL -> Optional.empty();
        };
    }
}
