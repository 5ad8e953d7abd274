package org.chancery.reception;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.chancery.keyring.By;
import org.chancery.keyring.KeyParts;
import org.chancery.keyring.KeyAnnouncement;
import org.chancery.keyring.Keyring;
import org.chancery.keyring.MemberKey;
import org.chancery.keyring.MemberKeyDesk.Handed;
import org.chancery.keyring.Outcome;
import org.chancery.keyring.SignedLetters;
import org.chancery.list.MailingList;
import org.chancery.mail.Address;
import org.chancery.mail.Mailbox;
import org.chancery.mail.Message;
import org.chancery.notice.Answers;
import org.chancery.notice.Draft;
import org.chancery.notice.NoticeWriter;
import org.chancery.notice.Outbox;
import org.chancery.notice.TextId;
import org.chancery.protection.Technology;
import org.chancery.subscription.Asker;
import org.chancery.subscription.commands.Clerk;
import org.chancery.subscription.commands.Command;
import org.chancery.subscription.commands.KeyAnswer;
import org.chancery.subscription.commands.KeyOffice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What mail does with keys: `key` commands in `LIST-request@`, answers to challenges, and `LIST-sendkey@`.
public final class KeyErrands implements KeyOffice {
    private static final Logger LOG = LoggerFactory.getLogger(KeyErrands.class);
    private static final Duration DAY = Duration.ofDays(1);
    /// Each is a mail to the address; whoever tries more is not choosing a key.
    private static final int CHALLENGES_A_DAY = 3;
    private static final DateTimeFormatter ENDS = DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Keyring keyring;
    private final NoticeWriter writer;
    private final Answers answers;
    private final Outbox outbox;
    private final SignedLetters letters;

    public KeyErrands(Keyring keyring, NoticeWriter writer, Answers answers, Outbox outbox, SignedLetters letters) {
        this.letters = letters;
        this.keyring = keyring;
        this.writer = writer;
        this.answers = answers;
        this.outbox = outbox;
    }

    Optional<MailingList> listOf(String token) {
        return keyring.memberKeys().listOf(token);
    }

    Optional<MailingList> listOf(long challenge) {
        return keyring.memberKeys().listOf(challenge);
    }

    void bounced(long challenge) {
        keyring.memberKeys().bounced(challenge);
    }

    boolean answer(String token, Message message, Instant receivedAt, Address author) {
        return keyring.memberKeys().answer(token, message, receivedAt, author);
    }

    @Override
    public KeyAnswer obey(Clerk.Letter letter, Command.Key command) {
        return switch (command) {
            case Command.Key.Get() -> get(letter);
            case Command.Key.Show() -> shown(letter);
            case Command.Key.Prefer(String technology) -> prefer(letter, technology);
            case Command.Key.Add() -> add(letter);
        };
    }

    private static boolean isProved(Clerk.Letter letter) {
        return letter.asker() != Asker.ANYBODY && letter.returnPath().equals(letter.author().address());
    }

    /// A revocation is taken from anybody, since it can only take something away; everything else from who proves to be the author.
    private KeyAnswer add(Clerk.Letter letter) {
        List<byte[]> files = KeyParts.of(letter.message());
        if (files.isEmpty()) {
            return new KeyAnswer(KeyAnswer.Kind.NOTHING, "");
        }
        By by = new By(letter.author().address().key(), "mail");
        int revoked = files.stream().mapToInt(file -> keyring.memberKeys().revokeEverywhere(letter.list(), file, by)).sum();
        if (revoked > 0) {
            return new KeyAnswer(KeyAnswer.Kind.REVOKED, "");
        }
        return isProved(letter) ? upload(letter, files, by) : new KeyAnswer(KeyAnswer.Kind.UNPROVED, "");
    }

    private KeyAnswer upload(Clerk.Letter letter, List<byte[]> files, By by) {
        KeyAnswer last = new KeyAnswer(KeyAnswer.Kind.NOTHING, "");
        for (byte[] file : files) {
            if (!mayChallenge(letter.author().address())) {
                return new KeyAnswer(KeyAnswer.Kind.REFUSED, "Too many keys were handed in for this address today. Try again tomorrow.");
            }
            last = answer(keyring.memberKeys().upload(letter.list(), letter.author().address(), file, MemberKey.Source.MAIL, by));
        }
        return last;
    }

    private boolean mayChallenge(Address address) {
        for (int i = 1; i <= CHALLENGES_A_DAY; i++) {
            if (answers.mayAnswer(address, "key challenge " + i, DAY)) {
                return true;
            }
        }
        return false;
    }

    private static KeyAnswer answer(Outcome<Handed> outcome) {
        return switch (outcome) {
            case Outcome.Refused<Handed>(String why) -> new KeyAnswer(KeyAnswer.Kind.REFUSED, why);
            case Outcome.Done<Handed>(Handed handed) -> new KeyAnswer(switch (handed.what()) {
                case CHALLENGED -> KeyAnswer.Kind.CHALLENGED;
                case RENEWED, ACTIVE -> KeyAnswer.Kind.RENEWED;
                case KNOWN -> KeyAnswer.Kind.KNOWN;
                case REVOKED -> KeyAnswer.Kind.REVOKED;
            }, handed.fingerprint());
        };
    }

    private KeyAnswer shown(Clerk.Letter letter) {
        if (!isProved(letter)) {
            return new KeyAnswer(KeyAnswer.Kind.UNPROVED, "");
        }
        List<String> lines = keyring.memberKeys().of(letter.list(), letter.author().address()).stream()
                .map(key -> key.slot().word() + " " + key.fingerprint() + " " + key.state().word() + key.expires().map(end -> " " + ENDS.format(end)).orElse("")).toList();
        return lines.isEmpty() ? new KeyAnswer(KeyAnswer.Kind.NONE, "") : new KeyAnswer(KeyAnswer.Kind.LISTED, String.join("\n", lines));
    }

    private KeyAnswer prefer(Clerk.Letter letter, String technology) {
        if (!isProved(letter)) {
            return new KeyAnswer(KeyAnswer.Kind.UNPROVED, "");
        }
        keyring.memberKeys().prefer(letter.list(), letter.author().address(), Technology.valueOf(technology.toUpperCase(Locale.ROOT)), new By(letter.author().address().key(), "mail"));
        return new KeyAnswer(KeyAnswer.Kind.PREFERRED, technology);
    }

    private KeyAnswer get(Clerk.Letter letter) {
        return send(letter.list(), letter.returnPath(), letter.message()) ? new KeyAnswer(KeyAnswer.Kind.SENT, "") : new KeyAnswer(KeyAnswer.Kind.NONE, "");
    }

    /// To the Return-Path, as RFC 3834 section 4 wants it, once a day for each list.
    void sendKey(MailingList list, Address to, Message message) {
        LOG.info("key.sent list={} sent={}", list.address(), send(list, to, message));
    }

    private boolean send(MailingList list, Address to, Message message) {
        List<Draft.Attached> keys = KeyAnnouncement.files(list, keyring.keyrings().of(list));
        if (keys.isEmpty() || !answers.mayAnswer(to, "sendkey " + list.address(), DAY)) {
            return false;
        }
        Address help = Address.of(list.address().localPart() + "-help", list.domain());
        String fingerprints = String.join("\n", keyring.keyrings().of(list).fingerprints());
        outbox.send(letters.signed(list, writer.write(Draft.of(TextId.LIST_KEY, list, new Mailbox(list.address().localPart(), help), to)
                .with("fingerprints", fingerprints).answering(message).attaching(keys))));
        return true;
    }
}
