package org.chancery.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.chancery.administration.Refused;
import org.chancery.mail.Authors;
import org.chancery.mail.Mailbox;
import org.chancery.mail.MailboxList;
import org.chancery.mail.Message;
import org.chancery.mail.Parsed;
import org.chancery.protection.AcceptedSignatures;
import org.chancery.protection.CryptoReport;
import org.chancery.protection.Opener;
import org.chancery.protection.Scheme;
import org.chancery.protection.SignatureFinding;
import org.chancery.protection.openpgp.OpenPgpKeyring;
import org.chancery.protection.openpgp.OpenPgpScheme;
import org.chancery.protection.smime.SmimeFiles;
import org.chancery.protection.smime.SmimeKeyring;
import org.chancery.protection.smime.SmimeScheme;
import org.chancery.secrets.Secret;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `chancery diagnose openpgp` and `smime`: what of a message is encrypted and signed, and by whom, as a list with these keys would see it.
///
/// Example of an answer: `{"encryption":"list","signature":"good","signer":"0123…","from":"ann@example.org","report":{…}}`. `signer` is a
/// fingerprint; the report has one entry for each signature with the addresses of its certificate and, where it is not good, why.
public final class ProtectionDiagnosis {
    private ProtectionDiagnosis() {}

    /// Makes the keys ready with the passphrases of one question.
    @FunctionalInterface
    private interface Keys {
        Parsed<Scheme> unlockedBy(List<Secret> passphrases);
    }

    public static Diagnosis openpgp(@Nullable List<Path> keyrings, @Nullable List<Path> trust, InstantSource clock) {
        List<byte[]> files = contents(keyrings);
        files.addAll(contents(trust));
        return verb(passphrases -> openpgp(files, passphrases), clock);
    }

    public static Diagnosis smime(@Nullable List<Path> keyrings, @Nullable List<Path> trust, InstantSource clock) {
        List<byte[]> files = contents(keyrings);
        List<byte[]> anchors = contents(trust);
        return verb(passphrases -> smime(files, anchors, passphrases), clock);
    }

    private static Diagnosis verb(Keys keys, InstantSource clock) {
        return question -> {
            Scheme scheme = switch (keys.unlockedBy(passphrases(question))) {
                case Parsed.Value<Scheme>(Scheme ready) -> ready;
                case Parsed.Malformed<Scheme>(int _, String why) -> throw new Diagnosis.Unanswerable("the keyring: " + why);
            };
            Instant receivedAt = receivedAt(question, clock);
            return switch (Message.parse(MessageInput.read(question))) {
                case Parsed.Value<Message>(Message message) ->
                    answer(message, new Opener(List.of(scheme)).open(message, receivedAt, AcceptedSignatures.NONE).report());
                case Parsed.Malformed<Message>(int at, String why) -> throw new Diagnosis.Unanswerable(why + " (at octet " + at + ")");
            };
        };
    }

    private static Parsed<Scheme> openpgp(List<byte[]> files, List<Secret> passphrases) {
        OpenPgpKeyring all = new OpenPgpKeyring(List.of(), List.of());
        for (byte[] file : files) {
            switch (OpenPgpKeyring.read(file, passphrases)) {
                case Parsed.Value<OpenPgpKeyring>(OpenPgpKeyring one) -> all = all.with(one);
                case Parsed.Malformed<OpenPgpKeyring> fault -> {
                    return fault.as();
                }
            }
        }
        return Parsed.of(new OpenPgpScheme(all));
    }

    private static Parsed<Scheme> smime(List<byte[]> files, List<byte[]> anchors, List<Secret> passphrases) {
        SmimeKeyring all = SmimeKeyring.EMPTY;
        for (byte[] file : files) {
            switch (SmimeFiles.read(file, passphrases)) {
                case Parsed.Value<SmimeKeyring>(SmimeKeyring one) -> all = all.with(one);
                case Parsed.Malformed<SmimeKeyring> fault -> {
                    return fault.as();
                }
            }
        }
        for (byte[] file : anchors) {
            switch (SmimeFiles.read(file, passphrases)) {
                case Parsed.Value<SmimeKeyring>(SmimeKeyring one) -> all = all.trusting(one);
                case Parsed.Malformed<SmimeKeyring> fault -> {
                    return fault.as();
                }
            }
        }
        return Parsed.of(new SmimeScheme(all));
    }

    private static List<byte[]> contents(@Nullable List<Path> files) {
        List<byte[]> contents = new ArrayList<>();
        for (Path file : files == null ? List.<Path>of() : files) {
            try {
                contents.add(Files.readAllBytes(file));
            } catch (IOException unreadable) {
                throw new Refused(file + " cannot be read.");
            }
        }
        return contents;
    }

    private static List<Secret> passphrases(ObjectNode question) throws Diagnosis.Unanswerable {
        return question.has("passphrase") ? List.of(Secret.of(QuestionInput.text(question, "passphrase", ""))) : List.of();
    }

    private static Instant receivedAt(ObjectNode question, InstantSource clock) throws Diagnosis.Unanswerable {
        String at = QuestionInput.text(question, "at", "");
        try {
            return at.isEmpty() ? clock.instant() : OffsetDateTime.parse(at).toInstant();
        } catch (DateTimeException notATime) {
            throw new Diagnosis.Unanswerable("\"at\" is no time of RFC 3339");
        }
    }

    private static ObjectNode answer(Message message, CryptoReport report) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("encryption", report.encryption().word());
        answer.put("signature", report.signature().word());
        report.signer().ifPresent(signer -> answer.put("signer", signer));
        from(message, report.authors(), answer);
        ObjectNode details = answer.putObject("report");
        report.layers().forEach(details.putArray("layers")::add);
        details.put("malleable", report.isMalleable());
        report.notes().forEach(details.putArray("notes")::add);
        ArrayNode signatures = details.putArray("signatures");
        report.signatures().forEach(finding -> signature(signatures.addObject(), finding));
        return answer;
    }

    private static void signature(ObjectNode node, SignatureFinding finding) {
        node.put("state", finding.state().word());
        finding.signer().ifPresent(signer -> node.put("signer", signer));
        node.put("claimed", finding.claimed());
        finding.addresses().forEach(node.putArray("addresses")::add);
        finding.created().ifPresent(created -> node.put("created", created.toString()));
        node.put("algorithm", finding.algorithm());
        finding.announced().ifPresent(cipher -> node.put("announced", cipher.word()));
        if (!finding.why().isEmpty()) {
            node.put("why", finding.why());
        }
    }

    private static void from(Message message, Authors authors, ObjectNode answer) {
        switch (authors) {
            case Authors.Single(Mailbox mailbox) -> answer.put("from", mailbox.address().toString());
            case Authors.None _, Authors.Several _, Authors.Malformed _ -> all(message).forEach(answer.putArray("from")::add);
        }
    }

    /// Every address of every From field that can be read.
    private static List<String> all(Message message) {
        return message.headers().all("From").stream()
                .flatMap(field -> MailboxList.parse(field.value()).toOptional().stream())
                .flatMap(List::stream)
                .map(mailbox -> mailbox.address().toString())
                .distinct()
                .toList();
    }
}
