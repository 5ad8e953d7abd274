package org.chancery.sender;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.chancery.mail.Message;

/// What a message carries in secrets, and what is left of it without them. A message that carries none stays the same object.
///
/// A secret counts where it may stand (authorisation.md section 3.5): in an outer header field, or as the first line of the first text. It is
/// taken out wherever it stands, and the result is read again: nothing leaves that still holds one.
public sealed interface Inspection {
    /// Sweeps until nothing more is found; the line behind a removed one may name another.
    int MAX_SWEEPS = 4;
    /// Prefix and name of a key: nobody else's begins like that.
    int MIN_BEGINNING = 17;

    /// It carries none.
    record Clean(Message message) implements Inspection {}

    /// It carried some, and `message` does no more.
    record Removed(Message message, Secrets secrets) implements Inspection {}

    /// It carries some that cannot be taken out: in attachments, in signed or encrypted layers.
    record Stuck(Secrets secrets) implements Inspection {}

    /// `presented` stood where a secret may stand, `keys` are all that have the form of a posting key, wherever they stood. `exposed`: one stood in
    /// a field that everybody copies. `approving`: presented behind the names of moderators.
    record Secrets(List<String> presented, Set<String> keys, boolean exposed, Set<String> approving) {
        public Secrets {
            presented = List.copyOf(presented);
            keys = Set.copyOf(keys);
            approving = Set.copyOf(approving);
        }

        /// Nobody may print what is in here by accident.
        @Override
        public String toString() {
            return "Secrets[***]";
        }
    }

    static Inspection of(Message message) {
        Candidates candidates = Candidates.of(message);
        return inspect(message, candidates);
    }

    private static Inspection inspect(Message message, Candidates candidates) {
        Needles needles = new Needles(candidates.words());
        Message rest = message;
        boolean exposed = false;
        for (int sweeps = 0; sweeps < MAX_SWEEPS; sweeps++) {
            Sweep sweep = Sweep.of(rest, needles);
            exposed |= sweep.isExposed();
            if (sweep.isStuck()) {
                return new Stuck(secrets(candidates, needles, exposed));
            }
            if (!sweep.hasChanges()) {
                return sweeps == 0 ? new Clean(message) : new Removed(rest, secrets(candidates, needles, exposed));
            }
            Optional<Message> written = Message.parse(sweep.written()).toOptional();
            if (written.isEmpty()) {
                return new Stuck(secrets(candidates, needles, exposed));
            }
            rest = written.get();
        }
        return new Stuck(secrets(candidates, needles, exposed));
    }

    /// The first line may hold the beginning of a key that goes on in the second.
    private static String whole(String word, Set<String> keys) {
        String lower = word.toLowerCase(Locale.ROOT);
        return keys.stream().filter(key -> lower.length() >= MIN_BEGINNING && key.startsWith(lower)).findFirst().orElse(word);
    }

    private static Secrets secrets(Candidates candidates, Needles needles, boolean exposed) {
        Set<String> keys = new LinkedHashSet<>();
        needles.found().stream().map(found -> found.toLowerCase(Locale.ROOT)).filter(found -> PostingKey.FORM.matcher(found).matches()).forEach(keys::add);
        return new Secrets(candidates.presented().stream().map(word -> whole(word, keys)).distinct().toList(), keys, exposed, candidates.approving());
    }
}
