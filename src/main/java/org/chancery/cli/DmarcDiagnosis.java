package org.chancery.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.chancery.authentication.Result;
import org.chancery.authentication.dmarc.DmarcOutcome;
import org.chancery.authentication.dmarc.DmarcVerifier;
import org.chancery.authentication.dmarc.Identifier;
import org.chancery.mail.Domain;
import org.chancery.mail.Mailbox;
import org.chancery.mail.MailboxList;
import org.chancery.mail.Parsed;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `chancery diagnose dmarc`: does the domain in From stand behind a message of which SPF and DKIM found this (RFC 9989)?
///
/// Example of a question: `{"id":1,"from":"ann@example.org","spf":{"result":"pass","domain":"example.org"},"dkim":[]}`,
/// and of its answer: `{"id":1,"result":"pass","policy":"reject","disposition":"reject","testing":false,
/// "organisationalDomain":"example.org","alignment":{"spf":true,"dkim":false}}`. `from` is a domain, an address or a From
/// field with one, with or without the name of the field. `alignment` tells which method vouches for the From domain; `disposition` is the policy, one step easier
/// while the domain is testing. A FILE holds one question.
public final class DmarcDiagnosis {
    private static final Pattern FIELD_NAME = Pattern.compile("^from[ \t]*:[ \t]*", Pattern.CASE_INSENSITIVE);

    private DmarcDiagnosis() {}

    public static Diagnosis verb(DiagnosisZone zone) {
        return question -> {
            ObjectNode asked = question.has("from") ? question : fromFile(question);
            Domain from = headerFrom(asked.path("from"));
            return answer(new DmarcVerifier(zone.resolver(asked)).check(from, identifiers(asked.path("spf")), identifiers(asked.path("dkim"))));
        };
    }

    private static ObjectNode fromFile(ObjectNode question) throws Diagnosis.Unanswerable {
        try {
            if (JsonMapper.shared().readTree(MessageInput.read(question)) instanceof ObjectNode object && object.has("from")) {
                return object;
            }
        } catch (JacksonException notJson) {
            throw new Diagnosis.Unanswerable("the file is not JSON");
        }
        throw new Diagnosis.Unanswerable("\"from\" is not given");
    }

    private static Domain headerFrom(JsonNode node) throws Diagnosis.Unanswerable {
        String text = node.isString() ? FIELD_NAME.matcher(node.stringValue().strip()).replaceFirst("") : "";
        Optional<Domain> domain = text.contains("@") ? onlyDomain(text) : domain(text);
        return domain.orElseThrow(() -> new Diagnosis.Unanswerable("\"from\" names no one domain"));
    }

    private static Optional<Domain> onlyDomain(String field) {
        return MailboxList.parse(field) instanceof Parsed.Value<List<Mailbox>>(List<Mailbox> boxes) && boxes.size() == 1
                ? Optional.of(boxes.getFirst().address().domain())
                : Optional.empty();
    }

    /// DNS names may be written with a final dot.
    private static Optional<Domain> domain(String text) {
        return Domain.parse(text.endsWith(".") ? text.substring(0, text.length() - 1) : text).toOptional();
    }

    /// One object or an array of them. A domain that no mail could come from cannot be aligned either, so it is left out.
    private static List<Identifier> identifiers(JsonNode node) throws Diagnosis.Unanswerable {
        List<Identifier> identifiers = new ArrayList<>();
        for (JsonNode one : node.isArray() ? node : node.isObject() ? List.of(node) : List.<JsonNode>of()) {
            String word = one.path("result").asString("");
            Result result = Result.of(word).orElseThrow(() -> new Diagnosis.Unanswerable("\"" + word + "\" is no result of RFC 8601"));
            domain(one.path("domain").asString("")).ifPresent(domain -> identifiers.add(new Identifier(result, domain)));
        }
        return identifiers;
    }

    private static ObjectNode answer(DmarcOutcome outcome) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("result", outcome.result().word());
        answer.put("policy", outcome.policy().name().toLowerCase(Locale.ROOT));
        answer.put("disposition", outcome.disposition().name().toLowerCase(Locale.ROOT));
        answer.put("testing", outcome.isTesting());
        answer.put("organisationalDomain", outcome.organisationalDomain().ascii());
        ObjectNode alignment = answer.putObject("alignment");
        alignment.put("spf", !outcome.alignedSpf().isEmpty());
        alignment.put("dkim", !outcome.alignedDkim().isEmpty());
        ArrayNode aligned = answer.putArray("aligned");
        outcome.alignedSpf().forEach(domain -> aligned.add(domain.ascii()));
        outcome.alignedDkim().stream().filter(domain -> !outcome.alignedSpf().contains(domain)).forEach(domain -> aligned.add(domain.ascii()));
        return answer;
    }
}
