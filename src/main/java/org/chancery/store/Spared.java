package org.chancery.store;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.chancery.list.Topics;
import org.chancery.mail.Address;

/// Whom a post is not sent to because the member chose so: no copy of an own post, whichever of the person's addresses it was
/// written from, no second copy when To or Cc names the member, and nothing of topics the member does not want.
record Spared(Set<String> author, Set<String> named, Set<String> topics) {
    private record Row(Optional<Address> author, String named) {}

    static Spared of(Session session, long posting) throws SQLException {
        Row row = session.first(
                        "SELECT author, named FROM posting WHERE id = ?",
                        found -> new Row(Optional.ofNullable(found.getString(1)).map(Address::of), found.getString(2)), posting)
                .orElse(new Row(Optional.empty(), ""));
        Set<String> author = row.author().isPresent() ? new HashSet<>(People.keys(session, row.author().get())) : Set.of();
        List<String> topics = session.list("SELECT topic FROM posting_topic WHERE posting = ?", found -> found.getString(1).toLowerCase(Locale.ROOT), posting);
        return new Spared(author, new HashSet<>(List.of(row.named().split(" "))), Set.copyOf(topics));
    }

    /// `member`: the address as it is stored, read only where it matters. `chosen`: the member's topics as they are stored; hardly anybody has any.
    boolean spares(String member, boolean ownPosts, boolean duplicates, String chosen) {
        boolean otherTopic = !chosen.isEmpty() && !Topics.parse(chosen).orThrow().want(topics);
        return otherTopic || (!ownPosts && isIn(author, member)) || (!duplicates && isIn(named, member));
    }

    private static boolean isIn(Set<String> keys, String member) {
        return !keys.isEmpty() && keys.contains(Address.of(member).key());
    }
}
