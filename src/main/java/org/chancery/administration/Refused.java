package org.chancery.administration;

/// An act that was not done, and has changed nothing. The message is a sentence or two for the person who asked:
/// what is wrong, and what to do next.
///
/// Example: `There is no list talk@example.org. "chancery list show" names all lists.`
public final class Refused extends RuntimeException {
    public Refused(String sentence) {
        super(sentence);
    }

    /// The sentence for the person.
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
