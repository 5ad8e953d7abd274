package org.chancery.content;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.chancery.mail.ContentType;
import org.chancery.mail.Message;
import org.chancery.mail.MessageEdit;
import org.chancery.mail.Part;
import org.chancery.mail.WrittenPart;

/// Takes out of a post what the owner does not let through, in this order: denied types, types that may not pass, denied file
/// name extensions, then alternatives collapsed, then HTML made text. A part that is not touched stays byte for byte.
///
/// What is signed or encrypted (RFC 1847, RFC 3156, RFC 8551, armour inside text) is never changed inside: it passes as a whole
/// if everything readable in it may pass, and goes as a whole if not.
///
/// Example: `ContentFilter.verdict(post, rules)` is `Left(post)` without the image, or `NothingLeft` for a post that was
/// nothing but an image.
public final class ContentFilter {
    /// Alternatives inside alternatives: as deep as a message may be nested.
    private static final int MAX_COLLAPSES = 32;

    private final FilterRules rules;

    private ContentFilter(FilterRules rules) {
        this.rules = rules;
    }

    /// What the filter leaves of a post.
    public sealed interface Verdict {
        /// The post; the same object when there was nothing to take out.
        record Left(Message message) implements Verdict {}

        /// Nothing that anybody could read. `why` is one clause for its author.
        record NothingLeft(String why) implements Verdict {}
    }

    public static Verdict verdict(Message post, FilterRules rules) {
        return new ContentFilter(rules).applied(post);
    }

    private Verdict applied(Message post) {
        return withoutUnwanted(post)
                .map(this::collapsedAndPlain)
                .filter(left -> left == post || holdsAnything(left.root()))
                .<Verdict>map(Verdict.Left::new)
                .orElseGet(() -> new Verdict.NothingLeft("it has no content of a kind that this list takes"));
    }

    private Message collapsedAndPlain(Message message) {
        Message collapsed = rules.collapse() == FilterRules.Collapse.NONE ? message : collapsed(message);
        return rules.htmlToText() ? plain(collapsed) : collapsed;
    }

    // ---- what may not pass

    /// Empty when nothing with any content is left.
    private Optional<Message> withoutUnwanted(Message post) {
        Map<Part, Set<Part>> unwanted = new HashMap<>();
        if (isUnwanted(post.root(), unwanted)) {
            return Optional.empty();
        }
        if (unwanted.isEmpty()) {
            return Optional.of(post);
        }
        MessageEdit edit = post.edit();
        unwanted.forEach(edit::removeParts);
        return Optional.of(edit.build());
    }

    /// Must the part go as a whole? If not, what must go inside it is put into `unwanted`, by the multipart it is in.
    private boolean isUnwanted(Part part, Map<Part, Set<Part>> unwanted) {
        if (isIn(rules.denyTypes(), part.type())) {
            return true;
        }
        if (SealedContent.isSealed(part)) {
            return isUnwantedSealed(part);
        }
        if (part.parts().isEmpty()) {
            return isUnwantedLeaf(part);
        }
        Map<Part, Set<Part>> inside = new HashMap<>();
        Set<Part> gone = new HashSet<>();
        part.parts().stream().filter(child -> isUnwanted(child, inside)).forEach(gone::add);
        if (gone.size() == part.parts().size()) {
            return true;
        }
        unwanted.putAll(inside);
        if (!gone.isEmpty()) {
            unwanted.put(part, gone);
        }
        return false;
    }

    /// The last part of a multipart/signed is the signature, which no rule needs to name.
    private boolean isUnwantedSealed(Part part) {
        if (!part.type().is("multipart", "signed") || part.parts().isEmpty()) {
            return isUnwantedLeaf(part);
        }
        List<Part> parts = part.parts();
        return parts.subList(0, Math.max(1, parts.size() - 1)).stream().anyMatch(this::holdsUnwanted);
    }

    private boolean holdsUnwanted(Part part) {
        Map<Part, Set<Part>> unwanted = new HashMap<>();
        return isUnwanted(part, unwanted) || !unwanted.isEmpty();
    }

    private boolean isUnwantedLeaf(Part part) {
        boolean passes = rules.passTypes().isEmpty() || isIn(rules.passTypes(), part.type());
        return isIn(rules.denyTypes(), part.type()) || !passes || hasDeniedExtension(part);
    }

    private static boolean isIn(Set<String> types, ContentType type) {
        return types.contains(type.type()) || types.contains(type.toString());
    }

    private boolean hasDeniedExtension(Part part) {
        String name = part.filename().orElse("").strip().toLowerCase(Locale.ROOT);
        return rules.denyExtensions().stream().anyMatch(extension -> name.endsWith("." + extension));
    }

    private static boolean holdsAnything(Part part) {
        return part.parts().isEmpty()
                ? !part.type().isText() || !DecodedText.of(part, 100_000).text().isBlank()
                : part.parts().stream().anyMatch(ContentFilter::holdsAnything);
    }

    // ---- alternatives

    private Message collapsed(Message message) {
        Message collapsed = message;
        for (int i = 0; i < MAX_COLLAPSES; i++) {
            MessageEdit edit = collapsed.edit();
            collapse(collapsed.root(), collapsed.root(), edit);
            Message next = edit.build();
            if (next == collapsed) {
                return collapsed;
            }
            collapsed = next;
        }
        return collapsed;
    }

    /// The outermost ones; those inside come in the next round.
    private void collapse(Part part, Part root, MessageEdit edit) {
        if (SealedContent.isSealed(part)) {
            return;
        }
        if (!part.type().is("multipart", "alternative") || part.parts().isEmpty()) {
            part.parts().forEach(child -> collapse(child, root, edit));
        } else if (part == root) {
            edit.replaceContent(chosen(part).toByteArray());
        } else {
            edit.replacePart(part, chosen(part).toByteArray());
        }
    }

    private Part chosen(Part alternatives) {
        Part first = alternatives.parts().getFirst();
        return switch (rules.collapse()) {
            case NONE, FIRST -> first;
            case PLAIN -> alternatives.parts().stream()
                    .filter(part -> part.type().is("text", "plain"))
                    .findFirst()
                    .orElse(first);
        };
    }

    // ---- HTML

    private static Message plain(Message message) {
        MessageEdit edit = message.edit();
        makePlain(message.root(), message.root(), edit);
        return edit.build();
    }

    private static void makePlain(Part part, Part root, MessageEdit edit) {
        if (SealedContent.isSealed(part) || hasPlainAlternative(part)) {
            return;
        }
        if (!part.type().is("text", "html") || part.isAttachment()) {
            part.parts().forEach(child -> makePlain(child, root, edit));
        } else if (part == root) {
            edit.replaceContent(asText(part));
        } else {
            edit.replacePart(part, asText(part));
        }
    }

    private static boolean hasPlainAlternative(Part part) {
        return part.type().is("multipart", "alternative")
                && part.parts().stream().anyMatch(child -> child.type().is("text", "plain"));
    }

    /// A line that begins like a boundary gets a blank before it: what was a word in HTML must not cut the message.
    private static byte[] asText(Part html) {
        String text = PlainRendering.of(html).replaceAll("(?m)^--(?! $)", " --");
        return WrittenPart.text("plain", text.isEmpty() ? "\n" : text);
    }
}
