package org.chancery.secrets;

import com.nulabinc.zxcvbn.Zxcvbn;
import java.util.List;
import java.util.Optional;

/// The rules for a password that a person chooses: one word of at least twelve characters, and not one that is known from
/// breaches or easily made from such (zxcvbn, a maintained list of them with the ways people change them).
///
/// Example: `ChosenPassword.fault("password1234", List.of("ann@example.net"))` is present.
public final class ChosenPassword {
    public static final int MIN_LENGTH = 12;
    /// So that a line holds it, and the sweep finds it again.
    public static final int MAX_LENGTH = 128;

    private static final int MIN_SCORE = 3; // of 0 to 4: more than 10^8 guesses

    private ChosenPassword() {}

    /// Could it be one at all? Asked of each word that a message presents, so it costs nothing.
    public static boolean isPossible(String word) {
        return word.length() >= MIN_LENGTH && word.length() <= MAX_LENGTH && word.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }

    /// Why it cannot be used, as a clause; empty if it can. `personal` are words that belong to its owner.
    public static Optional<String> fault(String password, List<String> personal) {
        if (!isPossible(password)) {
            return Optional.of("it must have " + MIN_LENGTH + " to " + MAX_LENGTH + " printable ASCII characters without blanks");
        }
        return new Zxcvbn().measure(password, personal).getScore() < MIN_SCORE
                ? Optional.of("it is too easily guessed: known from breaches, or made of few words")
                : Optional.empty();
    }
}
