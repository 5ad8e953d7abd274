package org.chancery.cli;

import java.security.PrivateKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.chancery.authentication.Result;
import org.chancery.authentication.arc.ArcSealer;
import org.chancery.authentication.arc.ArcValidator;
import org.chancery.authentication.arc.OwnResults;
import org.chancery.authentication.arc.SealedFields;
import org.chancery.authentication.dkim.Algorithm;
import org.chancery.authentication.dkim.SigningKey;
import org.chancery.mail.Domain;
import org.chancery.mail.HeaderField;
import org.chancery.mail.Message;
import org.chancery.secrets.PrivateKeyPem;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `chancery diagnose arc --sign`: the three fields that a server would add to a message (RFC 8617 section 5.1).
///
/// The question has `key` (PEM), `selector`, `domain`, `srv-id`, and may have `t` (seconds since 1970) and `headers` (names between
/// colons). The results are those that `srv-id` left in Authentication-Results; what it says of `arc=` there counts as the validation of
/// the chain, else the chain is validated. The answer has the values of the fields, empty where nothing may be added.
final class ArcSealing {
    private static final String DEFAULT_HEADERS = "from:to:cc:date:subject:message-id:mime-version:content-type:dkim-signature";

    private ArcSealing() {}

    static Diagnosis verb(DiagnosisZone zone, InstantSource clock) {
        return question -> {
            Message message = MessageQuestion.read(question);
            String server = text(question, "srv-id").orElseThrow(() -> missing("srv-id"));
            ArcSealer sealer = new ArcSealer(key(question), names(question));
            Optional<OwnResults> results = OwnResults.of(message, server);
            Optional<Result> said = results.flatMap(OwnResults::chain);
            Result chain = said.isPresent() ? said.get() : new ArcValidator(zone.resolver(question)).validate(message).result();
            return answer(sealer.seal(message, results.map(OwnResults::text).orElse(server + "; none"), chain, time(question, clock)));
        };
    }

    private static ObjectNode answer(Optional<SealedFields> sealed) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        for (String name : List.of("ARC-Seal", "ARC-Message-Signature", "ARC-Authentication-Results")) {
            Stream<HeaderField> fields = sealed.stream().flatMap(one -> one.fromTheTop().stream());
            answer.put(name, fields.filter(field -> field.name().equals(name)).map(HeaderField::value).findFirst().orElse(""));
        }
        return answer;
    }

    private static SigningKey key(ObjectNode question) throws Diagnosis.Unanswerable {
        String selector = text(question, "selector").orElseThrow(() -> missing("selector"));
        Domain domain = text(question, "domain").flatMap(name -> Domain.parse(name).toOptional()).orElseThrow(() -> missing("domain"));
        PrivateKey key = text(question, "key").flatMap(PrivateKeyPem::read).orElseThrow(() -> missing("key"));
        return switch (key.getAlgorithm()) {
            case "RSA" -> new SigningKey(Algorithm.RSA_SHA256, domain, selector, key);
            case "EdDSA", "Ed25519" -> new SigningKey(Algorithm.ED25519_SHA256, domain, selector, key);
            default -> throw new Diagnosis.Unanswerable("\"key\" is neither RSA nor Ed25519");
        };
    }

    private static List<String> names(ObjectNode question) throws Diagnosis.Unanswerable {
        List<String> names = Stream.of(text(question, "headers").orElse(DEFAULT_HEADERS).split(":")).map(String::strip).toList();
        if (names.stream().anyMatch(name -> !name.matches("[!-9<-~]+") || name.equalsIgnoreCase("arc-seal"))) {
            throw new Diagnosis.Unanswerable("\"headers\" is no list of fields that may be signed");
        }
        return names;
    }

    private static Instant time(ObjectNode question, InstantSource clock) throws Diagnosis.Unanswerable {
        JsonNode time = question.get("t");
        if (time == null || time.isNull()) {
            return clock.instant();
        }
        String digits = time.isNumber() ? time.numberValue().toString() : text(question, "t").map(String::strip).orElse("");
        if (!digits.matches("[0-9]{1,12}")) {
            throw new Diagnosis.Unanswerable("\"t\" is no time");
        }
        return Instant.ofEpochSecond(Long.parseLong(digits));
    }

    private static Optional<String> text(ObjectNode question, String name) {
        JsonNode value = question.get(name);
        return value != null && value.isString() ? Optional.of(value.stringValue()) : Optional.empty();
    }

    private static Diagnosis.Unanswerable missing(String name) {
        return new Diagnosis.Unanswerable("\"" + name + "\" is missing or cannot be used");
    }
}
