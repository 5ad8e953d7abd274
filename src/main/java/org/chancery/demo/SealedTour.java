package org.chancery.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.chancery.administration.Administration;
import org.chancery.administration.Caller;
import org.chancery.keyring.ListKey;
import org.chancery.keyring.ListKeyDesk;
import org.chancery.list.MailingList;
import org.chancery.list.Member.Preferences;
import org.chancery.list.Role;
import org.chancery.mail.Message;
import org.chancery.mail.Part;
import org.chancery.protection.Opening;
import org.chancery.protection.SignatureState;
import org.chancery.protection.Technology;
import org.chancery.server.Surroundings;

/// The fourth part of the tour: an encrypted list with one member who has an OpenPGP key and one who has an S/MIME certificate.
final class SealedTour {
    private static final String LIST = "safe@" + World.LISTS;
    private static final String WRITER = "anna@example.net";
    private static final String READER = "carla@example.edu";
    private static final String SUBJECT = "Where we meet";
    private static final String TEXT = "At the old mill, at nine.";
    private static final List<String> SHOWN = List.of("Content-Type:", "From:", "Subject:", "Author-Signature:", TEXT);
    private static final String CLOSED = "[...]";
    private static final Caller CALLER = new Caller("demo", "cli");
    private final Letters letters;
    private final Keyholders keyholders;
    private final Administration administration;
    private final Narrator narrator;

    SealedTour(Letters letters, Surroundings surroundings, Administration administration, Narrator narrator) {
        this.letters = letters;
        this.keyholders = new Keyholders(surroundings, WRITER, READER);
        this.administration = administration;
        this.narrator = narrator;
    }

    void run() throws IOException, InterruptedException {
        byte[] keyOfList = makeList();
        refuse(keyOfList);
        deliver(keyOfList);
    }

    private byte[] makeList() {
        narrator.heading("An encrypted list, with keys of its own in OpenPGP and S/MIME: " + WRITER + " has an OpenPGP key, " + READER + " a certificate");
        MailingList safe = administration.lists().create(CALLER, LIST, "encrypted");
        administration.keys().generate(CALLER, safe, ListKeyDesk.Kind.SMIME_EC_P256);
        administration.keys().importKey(CALLER, safe, keyholders.issued(administration.keys().request(CALLER, safe)), List.of());
        administration.keys().trust(CALLER, safe, keyholders.authority());
        List.of(WRITER, READER).forEach(member -> administration.members().add(CALLER, safe, member, "", Role.MEMBER, Preferences.DEFAULT));
        administration.keys().install(CALLER, safe, WRITER, keyholders.publicKey());
        administration.keys().install(CALLER, safe, READER, keyholders.certificate());
        administration.keys().all(CALLER, safe).stream().filter(ListKey::isCurrent).forEach(key -> narrator.say("key of the list: " + key.technology().word() + " " + key.fingerprint()));
        administration.keys().ofMembers(CALLER, safe).forEach(key -> narrator.say("key of " + key.address() + ": " + key.slot().word() + " " + key.fingerprint()));
        return administration.keys().export(safe, ListKeyDesk.Which.of(Technology.OPENPGP));
    }

    private void refuse(byte[] keyOfList) throws IOException {
        narrator.heading("In clear, or encrypted but not signed: refused in the SMTP dialogue, and the reply says what is missing");
        Message written = letters.written(WRITER, LIST, SUBJECT, TEXT);
        narrator.expect("in clear: 550, with the key to encrypt to", letters.send(WRITER, LIST, written).matches("550 .*key.*"));
        narrator.expect("not signed: 550", letters.send(WRITER, LIST, keyholders.sealed(written, keyOfList, false)).matches("550 .*signed.*"));
    }

    private void deliver(byte[] keyOfList) throws IOException, InterruptedException {
        narrator.heading("Encrypted and signed: opened, judged, and sealed for each member in the technology of that member");
        Message sent = keyholders.sealed(letters.written(WRITER, LIST, SUBJECT, TEXT), keyOfList, true);
        String reply = letters.send(WRITER, LIST, sent);
        narrator.expect("the reply is 250", reply.startsWith("250 2.0.0 accepted "));
        for (String member : List.of(WRITER, READER)) {
            Optional<MailHost.Copy> copy = letters.await(member, CLOSED);
            if (copy.isPresent()) {
                show(member, copy.get().message(), keyOfList);
            }
        }
    }

    private void show(String member, Message copy, byte[] keyOfList) {
        narrator.say("the copy of " + member + ", as it arrived:");
        List.of("From", "Subject", "Content-Type").forEach(name ->
                copy.headers().first(name).ifPresent(header -> narrator.wire(name + ": " + header.value())));
        narrator.expect("neither text nor subject can be read on the way", Stream.of(TEXT, SUBJECT).noneMatch(text(copy.root())::contains));
        Opening opening = keyholders.read(copy, LIST, keyOfList);
        narrator.say("the same, opened with the key of " + member + ":");
        Part inside = opening.authored().map(authored -> Message.parse(authored.entity().reveal()).orThrow().root()).orElse(copy.root());
        text(inside).lines().filter(line -> SHOWN.stream().anyMatch(line::startsWith)).forEach(narrator::wire);
        narrator.expect("its text is there, and its subject", Stream.of(TEXT, SUBJECT).allMatch(text(inside)::contains));
        narrator.expect("signed by the list: " + opening.report().layers(), opening.report().signature() == SignatureState.GOOD);
        narrator.expect("and within by " + WRITER + ", whose signature was passed on whole", author(inside, keyOfList) == SignatureState.GOOD);
    }

    /// The innermost signed part is the author's own.
    private SignatureState author(Part inside, byte[] keyOfList) {
        return parts(inside).filter(part -> part.type().is("multipart", "signed")).reduce((_, inner) -> inner)
                .map(signed -> Message.parse(("From: " + WRITER + "\r\n" + text(signed)).getBytes(UTF_8)).orThrow())
                .map(mail -> keyholders.read(mail, LIST, keyOfList).report().signature()).orElse(SignatureState.NONE);
    }

    private static String text(Part part) {
        return new String(part.toByteArray(), UTF_8);
    }

    private static Stream<Part> parts(Part part) {
        return Stream.concat(Stream.of(part), part.parts().stream().flatMap(SealedTour::parts));
    }
}
