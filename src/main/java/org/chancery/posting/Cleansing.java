package org.chancery.posting;

import java.util.List;
import java.util.Optional;
import org.chancery.authentication.Evidence;
import org.chancery.authentication.Proofs;
import org.chancery.authentication.Result;
import org.chancery.list.MailingList;
import org.chancery.mail.Message;
import org.chancery.mail.Parsed;
import org.chancery.sender.Carried;
import org.chancery.sender.Gate;
import org.chancery.sender.Passage;
import org.chancery.sender.Presented;

/// The station between `authenticate` and `authorise`: secrets, and results that claim to be ours, leave the message before anything of it is stored, logged or sent. What the
/// verifiers saw is what was received; what everybody else sees is what is left.
public final class Cleansing {
    private static final int NOT_TAKEN = 550;
    private final Gate gate;

    private final ResultsBorder border;

    Cleansing(Gate gate, ResultsBorder border) {
        this.gate = gate;
        this.border = border;
    }

    /// What comes out.
    public sealed interface Outcome {
        /// The octets in `received` are those of `message`.
        record Clean(Received received, Message message, Presented presented) implements Outcome {}

        /// Nothing may be kept.
        record Refused(Disposition.Refused disposition) implements Outcome {}
    }

    Outcome post(Received received, Message message, List<Evidence> evidence, List<MailingList> lists) {
        return pass(received, message, evidence, lists);
    }

    /// Commands, answers, bounces: no secret permits anything there. What is no message is left to whoever reads it.
    public Outcome service(Received received) {
        return switch (Message.parse(received.octets())) {
            case Parsed.Malformed<Message> _ -> new Outcome.Refused(new Disposition.Refused(550, "5.6.0", "This is not a well-formed message"));
            case Parsed.Value<Message>(Message message) -> pass(received, message, List.of(), List.of());
        };
    }

    private Outcome pass(Received received, Message message, List<Evidence> evidence, List<MailingList> lists) {
        Session session = received.session();
        boolean denied = new Proofs(evidence).dmarcResult() == Result.FAIL;
        Carried carried = new Carried(lists, FactCollector.author(message), isCleartext(session), denied, source(session, evidence), received.at());
        return switch (gate.pass(border.cleaned(message), carried)) {
            case Passage.Refused(int code, String _, String _) when code == NOT_TAKEN && !lists.isEmpty() && !isTold(received, evidence) -> {
                Message unkept = Unkept.of(received, FactCollector.author(message));
                yield new Outcome.Clean(received.holding(unkept), unkept, Presented.UNKEPT);
            }
            case Passage.Refused(int code, String status, String text) -> new Outcome.Refused(new Disposition.Refused(code, status, text));
            case Passage.Passed(Message swept, Presented presented) -> new Outcome.Clean(swept == message ? received : received.holding(swept), swept, presented);
        };
    }

    /// Does a refusal reach the sender himself (authorisation.md section 1.2)?
    private static boolean isTold(Received received, List<Evidence> evidence) {
        return received.session().tellsSender() || new Proofs(evidence).ofReturnPath(received.envelope().mailFrom().path());
    }

    /// Behind a front nobody knows how it came to the front (authorisation.md section 1.2).
    private static boolean isCleartext(Session session) {
        boolean edge = session.door() == Session.Door.MX || session.door() == Session.Door.SUBMISSION;
        return edge && !session.front() && session.tls().isEmpty();
    }

    private static String source(Session session, List<Evidence> evidence) {
        Optional<String> signed = evidence.stream()
                .filter(found -> found instanceof Evidence.Dkim dkim && dkim.aligned() && dkim.result() == Result.PASS)
                .map(found -> "domain " + ((Evidence.Dkim) found).domain()).findFirst();
        return session.login().map(login -> "account " + login).or(() -> signed).orElseGet(() -> "network " + Networks.of(session));
    }
}
