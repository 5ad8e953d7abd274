package org.chancery.administration;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;
import org.chancery.archive.Archive;
import org.chancery.archive.ArchivedPosts;
import org.chancery.archive.Mbox;
import org.chancery.audit.Audit;
import org.chancery.keyring.SealedLetters;
import org.chancery.list.Lists;
import org.chancery.list.MailingList;
import org.chancery.mail.Address;
import org.chancery.notice.Notice;
import org.chancery.protection.Plaintext;

/// What lists keep of their posts, for those behind them. Whoever reads, exports or deletes stands in the audit log.
public final class ArchiveAdministration {
    private static final int PAGE = 500;
    private static final int MOST_WAITING = 1_000;
    private static final int MOST_NAMED = 20;

    private final ArchivedPosts posts;
    private final SealedLetters letters;
    private final Lists lists;
    private final Audit audit;
    private final InstantSource clock;

    ArchiveAdministration(ArchivedPosts posts, SealedLetters letters, Lists lists, Audit audit, InstantSource clock) {
        this.posts = posts;
        this.letters = letters;
        this.lists = lists;
        this.audit = audit;
        this.clock = clock;
    }

    /// Each kept post of a list, by number.
    public void each(Caller caller, MailingList list, Consumer<Archive.Entry> visitor) {
        caller.must(Permission.READ_ARCHIVE, list);
        List<Archive.Entry> page = posts.archive().entries(list.id(), 0, PAGE);
        while (!page.isEmpty()) {
            page.forEach(visitor);
            page = posts.archive().entries(list.id(), page.getLast().number(), PAGE);
        }
    }

    public Plaintext read(Caller caller, MailingList list, String number) {
        caller.must(Permission.READ_ARCHIVE, list);
        Archive.Entry entry = require(list, number);
        audit.note(caller.act(clock.instant(), "archive.read", list.address().key(), "number=" + entry.number()));
        return posts.read(entry).orElseThrow(() -> new Refused(unreadable(list, List.of(entry.number()))));
    }

    /// How many posts were written, and the numbers of those that do not open.
    public record Exported(long posts, List<Long> closed) {
        public Exported {
            closed = List.copyOf(closed);
        }
    }

    /// Writes all that is kept now as mbox, sealed posts opened in memory on the way; `progress` hears how many were written. One that does not open is left
    /// out and keeps nobody from the others. With `reader`, somebody with a key on the list, each post is a mail that only that key opens.
    public Exported export(Caller caller, MailingList list, Optional<String> reader, OutputStream out, LongConsumer progress) throws IOException {
        caller.must(Permission.READ_ARCHIVE, list);
        UnaryOperator<byte[]> form = reader.map(Addresses::require).map(address -> sealedTo(list, address)).orElse(UnaryOperator.identity());
        audit.note(caller.act(clock.instant(), "archive.export", list.address().key(), reader.map(address -> "sealed to " + address).orElse("in clear")));
        Mbox mbox = new Mbox(out);
        Address sender = Address.of(list.address().localPart() + "-bounces", list.domain());
        List<Long> closed = new ArrayList<>();
        long written = 0;
        List<Archive.Entry> page = posts.archive().entries(list.id(), 0, PAGE);
        while (!page.isEmpty()) {
            for (Archive.Entry entry : page) {
                Optional<Plaintext> post = posts.read(entry);
                if (post.isPresent()) {
                    mbox.add(sender, entry.at(), form.apply(post.get().borrow()));
                    progress.accept(++written);
                } else if (posts.archive().find(list.id(), entry.number()).isPresent()) { // not deleted meanwhile
                    closed.add(entry.number());
                }
            }
            page = posts.archive().entries(list.id(), page.getLast().number(), PAGE);
        }
        return new Exported(written, closed);
    }

    private UnaryOperator<byte[]> sealedTo(MailingList list, Address reader) {
        if (!letters.reaches(list, reader)) {
            throw new Refused(withoutKey(list, reader));
        }
        return post -> letters.sealed(list, reader, new Notice("archive", Optional.empty(), List.of(reader), post)).map(Notice::message)
                .orElseThrow(() -> new Refused(withoutKey(list, reader)));
    }

    private static String withoutKey(MailingList list, Address reader) {
        return "There is no key on " + list.address() + " that could be encrypted to for " + reader + ". \"chancery key list " + list.address() + " " + reader + "\" tells what there is.";
    }

    /// What is to be said of sealed posts that do not open.
    public static String unreadable(MailingList list, List<Long> numbers) {
        String more = numbers.size() > MOST_NAMED ? " and " + (numbers.size() - MOST_NAMED) + " more" : "";
        return "Sealed in the archive of " + list.address() + " and not to be opened: " + String.join(", ", numbers.stream().limit(MOST_NAMED).map(String::valueOf).toList()) + more
                + ". Either the archive key does not open under this master key (\"chancery key restore " + list.address() + "\" takes it back from a backup), or somebody has changed the store.";
    }

    /// For good, octets and all.
    public void delete(Caller caller, MailingList list, String number) {
        caller.must(Permission.READ_ARCHIVE, list);
        Archive.Entry entry = require(list, number);
        if (!posts.archive().delete(entry, caller.act(clock.instant(), "archive.delete", list.address().key(), "number=" + entry.number()))) {
            throw missing(list, number);
        }
    }

    private Archive.Entry require(MailingList list, String number) {
        return Optional.of(number).filter(text -> text.matches("[0-9]{1,18}")).flatMap(text -> posts.archive().find(list.id(), Long.parseLong(text)))
                .orElseThrow(() -> missing(list, number));
    }

    private static Refused missing(MailingList list, String number) {
        return new Refused("There is no post " + number + " in the archive of " + list.address() + ". \"chancery archive list " + list.address() + "\" names all.");
    }

    /// A post that is not kept yet; `why` is empty where nothing is wrong.
    public record Waiting(String list, long post, Instant since, Instant next, String why) {}

    /// The oldest first, at most a thousand.
    public List<Waiting> waiting(Optional<MailingList> list) {
        return posts.archive().waiting(list.map(MailingList::id), MOST_WAITING).stream()
                .map(one -> new Waiting(lists.find(one.list()).map(of -> of.address().toString()).orElse(""), one.posting().value(), one.since(), one.next(), one.why()))
                .toList();
    }
}
