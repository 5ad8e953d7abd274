package org.chancery.sender;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.chancery.mail.EncodedWord;
import org.chancery.mail.Header;
import org.chancery.mail.Message;
import org.chancery.mail.Part;

/// The words in a message that stand where a secret stands: `words` all of them, `presented` those at a place that permits
/// something (authorisation.md section 3.5), each once; `approving` those of them behind the names of moderators.
record Candidates(Set<String> words, List<String> presented, Set<String> approving) {

    /// One text that may present a secret in its first line.
    private record Text(boolean plain, Optional<Named.Line> presented) {}

    /// Nobody may print what is in here by accident.
    @Override
    public String toString() {
        return "Candidates[***]";
    }

    static Candidates of(Message message) {
        Set<String> words = new TreeSet<>();
        Set<String> approving = new TreeSet<>();
        List<String> presented = new ArrayList<>(fields(message, words, approving));
        List<Text> texts = texts(message.root(), false, words, new ArrayList<>());
        texts.stream().filter(Text::plain).findFirst().or(() -> texts.stream().findFirst()).flatMap(Text::presented).ifPresent(line -> {
            presented.add(line.word());
            if (line.approves()) {
                approving.add(line.word());
            }
        });
        return new Candidates(words, presented.stream().map(Candidates::spelled).distinct().toList(), approving);
    }

    /// A key is the same in any letter case.
    private static String spelled(String word) {
        return PostingKey.FORM.matcher(word).matches() ? word.toLowerCase(Locale.ROOT) : word;
    }

    /// What the outer header presents; `words` takes also what stands in fields that are a letter off.
    private static List<String> fields(Message message, Set<String> words, Set<String> approving) {
        List<String> presented = new ArrayList<>();
        for (Header header : message.headers().all()) {
            Optional<String> word = word(header);
            word.ifPresent(words::add);
            if (word.isPresent() && Named.fit(header.name()) == Named.Fit.EXACT) {
                presented.add(word.get());
                if (Named.approves(header.name())) {
                    approving.add(word.get());
                }
            }
        }
        return presented;
    }

    private static Optional<String> word(Header header) {
        return Named.fit(header.name()) == Named.Fit.NOT ? Optional.empty() : Named.word(EncodedWord.decode(header.value()));
    }

    /// The texts outside of signed and nested layers, in order; `words` takes all that are named anywhere.
    private static List<Text> texts(Part part, boolean sealed, Set<String> words, List<Text> texts) {
        boolean nested = part.type().isMessage();
        boolean within = sealed || nested || part.type().is("multipart", "signed") || part.type().is("multipart", "encrypted");
        if (nested) {
            part.parts().forEach(inner -> inner.headers().all().forEach(header -> word(header).ifPresent(words::add)));
        }
        part.parts().forEach(child -> texts(child, within, words, texts));
        if (part.parts().isEmpty() && part.type().isText() && !part.isAttachment()) {
            Text text = text(part, within, words);
            if (!within) {
                texts.add(text);
            }
        }
        return texts;
    }

    private static String written(Part part) {
        String text = part.text();
        return part.charsetName().orElse("").contains("utf-7") ? View.of(text).shifted().text() : text;
    }

    private static Text text(Part part, boolean sealed, Set<String> words) {
        boolean plain = part.type().is("text", "plain");
        Optional<Named.Line> presented = Optional.empty();
        for (Named.Line line : TextSweep.named(written(part), !plain)) {
            if (!sealed || line.fit() == Named.Fit.EXACT) {
                words.add(line.word());
            }
            if (line.isFirst() && line.fit() == Named.Fit.EXACT) {
                presented = Optional.of(line);
            }
        }
        return new Text(plain, presented);
    }
}
