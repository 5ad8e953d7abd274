package org.chancery.archive;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.chancery.list.ListId;
import org.chancery.list.MailingList;
import org.chancery.list.Member;
import org.chancery.list.Setting;
import org.chancery.mail.Header;
import org.chancery.mail.Message;
import org.chancery.mail.Parsed;
import org.chancery.notice.Language;
import org.chancery.notice.OwnersText;
import org.chancery.notice.TextId;
import org.chancery.notice.Texts;

/// Puts an issue together: one mail for all who take MIME digests, one for all who take plain ones, and one for each group of
/// members whose share is not the whole. An encrypted post is named in the contents of each and goes to everybody by itself.
public final class Issues {
    /// Left in the words, so that the contents can be put there or into a part of their own.
    private static final String CONTENTS = "{contents}";

    private final Digests digests;
    private final DigestBuilder builder;
    private final DigestForm form;
    private final Texts texts;
    private final String hostname;
    private final Supplier<Optional<String>> webUrl;

    /// `webUrl` is where the site has its pages, without a final slash.
    public Issues(Digests digests, DigestBuilder builder, DigestForm form, Texts texts, String hostname, Supplier<Optional<String>> webUrl) {
        this.digests = digests;
        this.builder = builder;
        this.form = form;
        this.texts = texts;
        this.hostname = hostname;
        this.webUrl = webUrl;
    }

    /// A post as it is stored and as it is shown.
    private record Entry(Digests.Stored stored, DigestPost post) {}

    /// The first posts that wait, as many as make one issue; empty when none waits.
    Optional<Digests.Sending> make(MailingList list, Instant now) {
        ListId id = list.id();
        Numbers before = digests.numbers(id);
        List<Digests.Turn> turns = digests.turns(id);
        List<Entry> entries = entries(list);
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        Numbers after = before.next(list.settings().text(Setting.DIGEST_VOLUME), now);
        List<Digests.Letter> letters = new ArrayList<>();
        for (Member.Digest kind : List.of(Member.Digest.MIME, Member.Digest.PLAIN)) {
            if (digests.members(id, kind) > 0) {
                add(letters, list, after, entries, kind, new Digests.Audience.Everybody(kind), now);
            }
        }
        addShares(letters, list, after, entries, turns, now);
        List<Digests.Stored> taken = entries.stream().map(Entry::stored).toList();
        return Optional.of(new Digests.Sending(id, before, letters.isEmpty() ? before : after, taken, turns, List.of(), letters));
    }

    /// One last digest for each who takes single posts by now: what came until then. It bears the numbers of the issue in the
    /// making, which stays as it is. Where more waits than one issue holds, they get it with the issues.
    void sendLast(MailingList list, Instant now) {
        List<Digests.Turn> turns = digests.turns(list.id());
        List<Digests.Turn> leaving = turns.stream().filter(Digests.Turn::isLast).toList();
        List<Entry> entries = leaving.isEmpty() ? List.of() : entries(list);
        if (entries.isEmpty() || digests.waiting(list.id()).filter(all -> all.posts() > entries.size()).isPresent()) {
            return;
        }
        Numbers before = digests.numbers(list.id());
        List<Digests.Letter> letters = new ArrayList<>();
        addShares(letters, list, before.next(list.settings().text(Setting.DIGEST_VOLUME), now), entries, leaving, now);
        digests.send(new Digests.Sending(list.id(), before, before, List.of(), turns, leaving, letters));
    }

    private List<Entry> entries(MailingList list) {
        List<Entry> entries = new ArrayList<>();
        for (Digests.Stored stored : digests.posts(list.id(), DigestBuilder.MAX_POSTS, DigestBuilder.MAX_OCTETS)) {
            entries.add(new Entry(stored, post(list, stored)));
        }
        int fitting = DigestBuilder.fitting(entries.stream().map(Entry::post).toList());
        return entries.subList(0, fitting);
    }

    private DigestPost post(MailingList list, Digests.Stored stored) {
        Message received = switch (Message.parse(stored.octets())) {
            case Parsed.Value<Message>(Message message) -> message;
            // Only what could be read was accepted; octets that are gone or broken by now make an empty post.
            case Parsed.Malformed<Message> _ -> Message.parse(new byte[0]).orThrow();
        };
        return new DigestPost(Long.toString(stored.sequence()), stored.at(), form.of(list, received));
    }

    /// Members with the same share get the same mail.
    private void addShares(
            List<Digests.Letter> letters, MailingList list, Numbers numbers, List<Entry> entries, List<Digests.Turn> turns, Instant now) {
        record Share(Member.Digest form, long behind, Optional<Long> upTo) {}
        Map<Share, List<Digests.Turn>> groups = new LinkedHashMap<>();
        for (Digests.Turn turn : turns) {
            groups.computeIfAbsent(new Share(turn.form(), turn.behind(), turn.upTo()), _ -> new ArrayList<>()).add(turn);
        }
        groups.forEach((share, members) -> {
            List<Entry> covered = entries.stream().filter(entry -> members.getFirst().covers(entry.stored().sequence())).toList();
            if (!covered.isEmpty() && share.form() != Member.Digest.NONE) {
                add(letters, list, numbers, covered, share.form(), new Digests.Audience.These(members), now);
            }
        });
    }

    private void add(
            List<Digests.Letter> letters, MailingList list, Numbers numbers, List<Entry> entries, Member.Digest kind,
            Digests.Audience audience, Instant now) {
        List<DigestPost> posts = entries.stream().map(Entry::post).toList();
        DigestWords words = words(list, numbers, posts.size(), now);
        Message digest = switch (kind) {
            case MIME -> builder.mime(list, words, posts, now);
            case PLAIN, NONE -> builder.plain(list, words, posts, now);
        };
        letters.add(new Digests.Letter.Digest(audience, messageId(digest), digest.toByteArray()));
        entries.stream().filter(entry -> entry.post().isEncrypted())
                .forEach(entry -> letters.add(new Digests.Letter.Single(audience, entry.stored().posting())));
    }

    private static String messageId(Message digest) {
        return digest.headers().first("Message-ID").map(Header::value).orElse("").replaceAll("[<>]", "");
    }

    /// The title is that of RFC 1153, whatever the language; the words around the contents are the list's.
    private DigestWords words(MailingList list, Numbers numbers, int count, Instant now) {
        Language language = Language.ofTag(list.settings().text(Setting.LANGUAGE)).orElse(Language.EN);
        Map<String, String> values = Map.of(
                "list", list.address().toString(),
                "description", list.settings().text(Setting.DESCRIPTION),
                "owner", list.address().localPart() + "-owner@" + list.domain(),
                "site", hostname,
                "volume", Integer.toString(numbers.volume()),
                "issue", Integer.toString(numbers.issue()),
                "date", now.atOffset(ZoneOffset.UTC).toLocalDate().toString(),
                "count", Integer.toString(count));
        String masthead = texts.text(TextId.DIGEST_MASTHEAD, Optional.of(list), language, values).body();
        int contents = masthead.indexOf(CONTENTS);
        return new DigestWords(
                list.address().localPart() + " Digest, Vol " + numbers.volume() + ", Issue " + numbers.issue(),
                (contents < 0 ? masthead + "\n" : masthead.substring(0, contents)) + owners(list, Setting.DIGEST_HEADER, numbers),
                contents < 0 ? "" : masthead.substring(contents + CONTENTS.length()),
                owners(list, Setting.DIGEST_FOOTER, numbers) + texts.text(TextId.DIGEST_FOOTER, Optional.of(list), language, values).body());
    }

    /// What the owners want said in each digest, with an empty line behind it.
    private String owners(MailingList list, Setting setting, Numbers numbers) {
        String text = OwnersText.filledIn(list, setting, webUrl.get()).replace("\r\n", "\n")
                .replace("{volume}", Integer.toString(numbers.volume())).replace("{issue}", Integer.toString(numbers.issue()));
        return text.isEmpty() ? "" : text + "\n\n";
    }
}
