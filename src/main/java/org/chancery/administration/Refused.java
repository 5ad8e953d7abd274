package org.chancery.administration;

import java.util.ArrayList;
import java.util.List;

/// An act that was not done, and has changed nothing. The message is a sentence or two for the person who asked:
/// what is wrong, and what to do next.
///
/// Example: `There is no list talk@example.org. "chancery list show" names all lists.`
public sealed class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final ArrayList<String> sentences;

    /// The caller may not.
    public static final class NotAllowed extends Refused {
        private static final long serialVersionUID = 1L;

        NotAllowed(String sentence) {
            super(sentence);
        }
    }

    /// Somebody else has changed the same thing meanwhile; the caller may look and try again.
    public static final class Overtaken extends Refused {
        private static final long serialVersionUID = 1L;

        Overtaken(String sentence) {
            super(sentence);
        }
    }

    public Refused(String sentence) {
        this(List.of(sentence));
    }

    /// Several things are wrong: one sentence for each.
    public Refused(List<String> sentences) {
        super(String.join("\n", sentences));
        this.sentences = new ArrayList<>(sentences);
    }

    /// All that is to be said to the person, one below the other.
    public String sentence() {
        return String.valueOf(getMessage());
    }

    /// The same one by one, for who must tell our line ends from those of strangers.
    public List<String> sentences() {
        return List.copyOf(sentences);
    }
}
