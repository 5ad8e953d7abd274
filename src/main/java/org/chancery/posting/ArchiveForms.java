package org.chancery.posting;

import java.util.Locale;
import java.util.Optional;
import org.chancery.delivery.PostingId;
import org.chancery.keyring.ArchiveKeys;
import org.chancery.list.ArchivePolicy;
import org.chancery.mail.Header;
import org.chancery.mail.Message;
import org.chancery.protection.Plaintext;

/// The archive as one more reader of a distribution: it gets the post after the same transforms as the members, without what only one copy bears
/// (return path, one-click fields). What is not to lie about in clear is opened and sealed in memory, as for any copy.
///
/// A post with `X-No-Archive: yes`, `X-Archive: no` or `Archive: no` (RFC 5536 section 3.2.2) in the header that came is not kept.
///
/// Example: `forms.of(posting)` is [ArchiveForm.Sealed] for what came encrypted to a list with the default of archive_encrypted.
public final class ArchiveForms {
    private static final String NOT_OPENED = "it came encrypted and cannot be opened any more: a key of the list is missing; \"chancery key restore LIST\" takes it back from a backup";
    private static final String NOT_SEALED =
            "the archive key of the list does not open under this master key; start with the right one, or take the key back from a backup: \"chancery key restore LIST\"";

    private static final String NO_ROOM = "there was no room in memory for it beside other large posts";

    private final OutgoingPosts outgoing;
    private final ArchiveKeys keys;
    private final OpeningBudget budget;

    /// `budget`: that of the posts which are judged and sealed.
    public ArchiveForms(OutgoingPosts outgoing, ArchiveKeys keys, OpeningBudget budget) {
        this.outgoing = outgoing;
        this.keys = keys;
        this.budget = budget;
    }

    public ArchiveForm of(PostingId posting) {
        return budget.patiently(outgoing.octets(posting), () -> outgoing.way(posting).map(this::of).orElseGet(() -> new ArchiveForm.Unwanted("its octets are gone")))
                .orElseGet(() -> new ArchiveForm.NotYet(NO_ROOM));
    }

    private ArchiveForm of(OutgoingPosts.Way way) {
        if (way.isChanged()) {
            return new ArchiveForm.NotYet(OutgoingPosts.ChangedPost.WHY);
        }
        if (isUnwanted(way.message())) {
            return new ArchiveForm.Unwanted("its author wants no archive");
        }
        return switch (ArchivePolicy.of(way.list().settings()).form(way.cameEncrypted())) {
            case NONE -> new ArchiveForm.Unwanted("the list does not keep it");
            case PLAIN -> outgoing.readable(way).<ArchiveForm>map(text -> new ArchiveForm.Clear(text.borrow())).orElseGet(() -> new ArchiveForm.NotYet(NOT_OPENED));
            case SEALED -> outgoing.readable(way).map(text -> sealed(way, text)).orElseGet(() -> new ArchiveForm.NotYet(NOT_OPENED));
        };
    }

    private ArchiveForm sealed(OutgoingPosts.Way way, Plaintext text) {
        return keys.seal(way.list().id(), way.post().id().toString(), text).<ArchiveForm>map(ArchiveForm.Sealed::new).orElseGet(() -> new ArchiveForm.NotYet(NOT_SEALED));
    }

    private static boolean isUnwanted(Message post) {
        return says(post, "X-No-Archive", "yes") || says(post, "X-Archive", "no") || says(post, "Archive", "no");
    }

    /// With parameters behind it or without.
    private static boolean says(Message post, String field, String word) {
        Optional<String> value = post.headers().first(field).map(Header::value);
        return value.filter(text -> text.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(word)).isPresent();
    }
}
