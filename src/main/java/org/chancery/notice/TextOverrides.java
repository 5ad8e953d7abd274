package org.chancery.notice;

import java.util.List;
import java.util.Optional;
import org.chancery.audit.Act;
import org.chancery.list.ListId;
import org.chancery.mail.Domain;

/// The port to the words that people of a site wrote in place of ours. They were looked over before they came here.
public interface TextOverrides {
    /// A site where nobody wrote any.
    TextOverrides NONE = new None();

    /// Whose mails have the words.
    sealed interface Scope {
        record OfSite() implements Scope {}

        record OfDomain(Domain domain) implements Scope {}

        record OfList(ListId list) implements Scope {}
    }

    /// `text` has the form that `text show` prints: the subject, an empty line, the body.
    record Words(Scope scope, TextId id, Language language, String text) {}

    /// The words of the first of `scopes` that has any.
    Optional<Words> nearest(TextId id, Language language, List<Scope> scopes);

    /// Every one, ordered by text and language.
    List<Words> all();

    /// False when the same words stand there already, or when the domain or list is gone; then nothing is logged.
    boolean save(Words words, Act act);

    /// False when there are none.
    boolean remove(Scope scope, TextId id, Language language, Act act);

    /// Holds nothing and takes nothing.
    record None() implements TextOverrides {
        @Override
        public Optional<Words> nearest(TextId id, Language language, List<Scope> scopes) {
            return Optional.empty();
        }

        @Override
        public List<Words> all() {
            return List.of();
        }

        @Override
        public boolean save(Words words, Act act) {
            return false;
        }

        @Override
        public boolean remove(Scope scope, TextId id, Language language, Act act) {
            return false;
        }
    }
}
