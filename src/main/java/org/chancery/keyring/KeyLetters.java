package org.chancery.keyring;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.chancery.keyring.MemberKeyLife.Effect;
import org.chancery.list.MailingList;
import org.chancery.list.Members;
import org.chancery.list.Role;
import org.chancery.mail.Address;
import org.chancery.mail.Mailbox;
import org.chancery.notice.Draft;
import org.chancery.notice.Notice;
import org.chancery.notice.NoticeWriter;
import org.chancery.notice.TextId;
import org.chancery.protection.Reader;
import org.chancery.protection.Technology;
import org.chancery.token.ConfirmTokens;

/// The mails about keys of members. From is `LIST-help@`, which acts on nothing. What answers a challenge stands inside the encryption
/// only: who can write to it has the key. A key that only signs signs the answer.
final class KeyLetters {
    private static final String ACTION = "key";
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private final Surroundings site;
    private final ListKeyrings keyrings;

    /// What it stands on.
    record Surroundings(Members members, NoticeWriter writer, ConfirmTokens tokens, Supplier<List<Address>> administrators, SecureRandom random) {}

    KeyLetters(Surroundings site, ListKeyrings keyrings) {
        this.site = site;
        this.keyrings = keyrings;
    }

    ConfirmTokens.Subject subject(MailingList list, MemberKey key) {
        return new ConfirmTokens.Subject(key.challenge(), ACTION, list.domain(), key.address(),
                List.of(list.address().toString(), key.slot().word(), key.fingerprint()), key.created().plus(MemberRing.CHALLENGE));
    }

    /// Encrypted to the key that is to be proved; in clear to one that only signs, whose signature is the proof.
    Notice challenge(MailingList list, MemberKey key, Optional<Reader> reader, Instant now) {
        String token = site.tokens().create(subject(list, key));
        Notice plain = site.writer().write(personal(reader.isPresent() ? TextId.KEY_CHALLENGE : TextId.KEY_SIGN_CHALLENGE, list, key)
                .with("answer", ConfirmTokens.replyTo(list.address(), token).toString())
                .with("expires", DAY.format(key.created().plus(MemberRing.CHALLENGE)))
                .returnPath(ConfirmTokens.returnPath(list.domain(), key.challenge())));
        return sealed(list, plain, reader, now);
    }

    /// What those concerned hear after a step; `before`: what the person had.
    List<Notice> after(Effect effect, MailingList list, MemberKey key, MemberRing before, Instant now) {
        return switch (effect) {
            case CHALLENGE, MERGE, DROP -> List.of();
            case AWAIT -> officers(list, waits(list, key, before).with("approve", "chancery key approve " + list.address() + " " + key.address())).stream().toList();
            case COOL -> cools(list, key, before, now);
            case ACTIVATE, INSTALL -> changed(list, key, before, now);
            case REVOKE, WITHDRAW -> revoked(list, key);
            case REVOKE_AND_ACTIVATE -> both(revoked(list, before.predecessor().orElse(key)), List.of(site.writer().write(personal(TextId.KEY_CHANGED, list, key))));
        };
    }

    private static List<Notice> both(List<Notice> some, List<Notice> others) {
        List<Notice> both = new ArrayList<>(some);
        both.addAll(others);
        return both;
    }

    private List<Notice> cools(MailingList list, MemberKey key, MemberRing before, Instant now) {
        Draft draft = waits(list, key, before).with("until", MINUTE.format(key.deadline().orElse(now)));
        return both(toPerson(list, draft, key, before, now), officers(list, draft).stream().toList());
    }

    private Draft waits(MailingList list, MemberKey key, MemberRing before) {
        return personal(TextId.KEY_CHANGE, list, key).with("old", named(before.before(), key));
    }

    /// Each with its address where that is another one.
    private static String named(List<MemberKey> keys, MemberKey about) {
        return keys.stream().filter(key -> !key.fingerprint().equals(about.fingerprint()))
                .map(key -> readable(key.fingerprint()) + (key.address().equals(about.address()) ? "" : "\n" + key.address())).collect(Collectors.joining("\n"));
    }

    /// A first key is told to the member alone.
    private List<Notice> changed(MailingList list, MemberKey key, MemberRing before, Instant now) {
        List<MemberKey> replaced = before.predecessor().stream().toList();
        Draft draft = personal(TextId.KEY_CHANGED, list, key).with("old", named(replaced, key))
                .with("beside", named(before.before().stream().filter(other -> !replaced.contains(other)).toList(), key));
        return both(toPerson(list, draft, key, before, now), before.before().isEmpty() ? List.of() : officers(list, draft).stream().toList());
    }

    /// To each address of the person with a key that counted before, encrypted to that key where it can be; and to the one of the new key, whose mailbox is proved.
    private List<Notice> toPerson(MailingList list, Draft draft, MemberKey key, MemberRing before, Instant now) {
        Map<Address, Optional<Reader>> readers = new LinkedHashMap<>();
        before.before().forEach(old -> readers.merge(old.address(), old.isActive() ? MemberKeySteps.reader(old, now) : Optional.empty(), (one, other) -> one.or(() -> other)));
        readers.putIfAbsent(key.address(), Optional.empty());
        return readers.entrySet().stream().map(to -> sealed(list, site.writer().write(draft.to(List.of(to.getKey()))), to.getValue(), now)).toList();
    }

    private List<Notice> revoked(MailingList list, MemberKey key) {
        Draft draft = personal(TextId.KEY_REVOKED, list, key);
        return with(officers(list, draft), site.writer().write(draft));
    }

    /// To whoever proved it: it is somebody else's here.
    Notice inUse(MailingList list, MemberKey key) {
        return site.writer().write(personal(TextId.KEY_IN_USE, list, key));
    }

    /// To the member, and to the owners when `tellsOwners`.
    List<Notice> expires(MailingList list, MemberKey key, long days, boolean tellsOwners) {
        Draft draft = personal(TextId.KEY_EXPIRES, list, key).with("days", String.valueOf(days));
        return with(tellsOwners ? officers(list, draft) : Optional.empty(), site.writer().write(draft));
    }

    /// To the owners. `rotate`: whether it is for them to ask for a new one, and nobody did yet.
    Optional<Notice> expires(ListKey key, MailingList list, long days, boolean rotate) {
        boolean isCertified = key.technology() == Technology.SMIME;
        return officers(list, ofList(TextId.LIST_KEY_EXPIRES, list).with("days", String.valueOf(days)).with("fingerprint", readable(key.fingerprint()))
                .with("rotate", rotate ? command("rotate", list) + " --technology " + key.technology().word() : "")
                .with("csr", isCertified ? command("csr", list) : "").with("import", command("import", list) + " FILE"));
    }

    /// To the owners: it was made some days ago.
    Optional<Notice> waits(MailingList list, long days) {
        return officers(list, ofList(TextId.LIST_KEY_WAITS, list).with("days", String.valueOf(days)).with("csr", command("csr", list)).with("import", command("import", list) + " FILE"));
    }

    private static String command(String word, MailingList list) {
        return "chancery key " + word + " " + list.address();
    }

    private Notice sealed(MailingList list, Notice plain, Optional<Reader> reader, Instant now) {
        return reader.map(known -> SealedMail.of(plain, known, keyrings.of(list).signer(known.technology(), now), site.random())).orElse(plain);
    }

    private static List<Notice> with(Optional<Notice> toOfficers, Notice toMember) {
        return toOfficers.map(notice -> List.of(toMember, notice)).orElse(List.of(toMember));
    }

    /// Owners, else the administrators of the site; nobody where there is neither.
    private Optional<Notice> officers(MailingList list, Draft draft) {
        Set<Address> owners = new LinkedHashSet<>();
        site.members().each(list.id(), Optional.of(Role.OWNER), owner -> owners.add(owner.address()));
        List<Address> people = owners.isEmpty() ? site.administrators().get() : List.copyOf(owners);
        return people.isEmpty() ? Optional.empty() : Optional.of(site.writer().write(draft.to(people)));
    }

    private static Mailbox help(MailingList list) {
        return new Mailbox(list.address().localPart(), Address.of(list.address().localPart() + "-help", list.domain()));
    }

    private static Draft ofList(TextId text, MailingList list) {
        return Draft.of(text, list, help(list), list.address());
    }

    private static Draft personal(TextId text, MailingList list, MemberKey key) {
        return Draft.of(text, list, help(list), key.address())
                .with("address", key.address().toString()).with("fingerprint", readable(key.fingerprint()));
    }

    /// In groups of four, as people compare them.
    static String readable(String fingerprint) {
        return String.join(" ", fingerprint.split("(?<=\\G.{4})"));
    }
}
