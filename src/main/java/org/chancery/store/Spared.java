package org.chancery.store;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.chancery.mail.Address;

/// Whom a post is not sent to because the member chose so: no copy of an own post, whichever of the person's addresses it was
/// written from, and no second copy when To or Cc names the member.
record Spared(Set<String> author, Set<String> named) {
    private record Row(Optional<Address> author, String named) {}

    static Spared of(Session session, long posting) throws SQLException {
        Row row = session.first(
                        "SELECT author, named FROM posting WHERE id = ?",
                        found -> new Row(Optional.ofNullable(found.getString(1)).map(Address::of), found.getString(2)), posting)
                .orElse(new Row(Optional.empty(), ""));
        Set<String> author = row.author().isPresent() ? new HashSet<>(People.keys(session, row.author().get())) : Set.of();
        return new Spared(author, new HashSet<>(List.of(row.named().split(" "))));
    }

    boolean spares(Address member, boolean ownPosts, boolean duplicates) {
        return (!ownPosts && author.contains(member.key())) || (!duplicates && named.contains(member.key()));
    }
}
