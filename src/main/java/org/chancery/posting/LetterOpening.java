package org.chancery.posting;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.chancery.list.MailingList;
import org.chancery.notice.EvenPace;

/// The guard around opening encrypted mail that is no post, to `-request` and `-owner`: within a budget of memory, refused at whole steps of time,
/// and for nobody whose posts or letters could not be opened again and again ([UnopenedPosts]).
///
/// Example: `opening.of(received, list, () -> open(message), Refused.class::isInstance)` is empty for who has to come again.
public final class LetterOpening {
    private final OpeningBudget budget;
    private final UnopenedPosts unopened;

    /// `budget`: another than that of posts, which must not wait for letters.
    public LetterOpening(OpeningBudget budget, UnopenedPosts unopened) {
        this.budget = budget;
        this.unopened = unopened;
    }

    /// What `open` finds; empty when there is no room, or the sender is over his limit. What `isRefused` counts against the sender.
    public <T> Optional<T> of(Received received, MailingList list, Supplier<T> open, Predicate<T> isRefused) {
        Optional<String> source = UnopenedPosts.source(received.session());
        if (unopened.isOver(source, received.at())) {
            return Optional.empty();
        }
        EvenPace pace = EvenPace.begin();
        Optional<T> found = budget.within(received.octets().length, open);
        if (found.filter(isRefused).isPresent()) {
            unopened.count(source, list.id(), received.at());
            pace.waitForStep();
        }
        return found;
    }
}
