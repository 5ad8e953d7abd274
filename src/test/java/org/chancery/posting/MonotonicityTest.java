package org.chancery.posting;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.chancery.authentication.ProofLevel;
import org.chancery.list.ListId;
import org.chancery.list.MailingList;
import org.chancery.list.Settings;
import org.chancery.mail.Address;
import org.chancery.mail.Message;
import org.chancery.policy.Decision;
import org.chancery.policy.Facts;
import org.chancery.policy.FactsBuilder;
import org.chancery.policy.Policies;
import org.chancery.policy.Standing;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Row Z7 (authorisation.md section 4.2): what a sender says about himself never raises his rights. A thousand fields, each added to a post
/// that a shipped policy did not accept: it is still not accepted.
class MonotonicityTest {
    private static final int FIELDS = 1_000;
    private static final List<String> NAMES = List.of(
            "X-Sender", "Sender", "Precedence", "Importance", "X-Priority", "List-Id", "Mailing-List", "List-Post", "X-Loop", "Received", "Return-Path",
            "Authentication-Results", "ARC-Authentication-Results", "ARC-Seal", "DKIM-Signature", "X-Spam-Flag", "X-Spam-Status", "Auto-Submitted",
            "X-Autoreply", "Approved", "Authorised", "X-Authorised", "Resent-From", "Resent-To", "To", "Cc", "Subject", "Reply-To", "In-Reply-To",
            "References", "Content-Type", "Content-Disposition", "X-Chancery-Proof", "X-Originating-IP", "X-Mailer", "Errors-To");
    private static final List<String> VALUES = List.of(
            "owner@example.org", "<talk.lists.example.org>", "talk@lists.example.org", "lists.example.org; dmarc=pass header.from=example.org", "bulk", "no",
            "auto-replied", "yes", "pass", "i=1; cv=pass", "v=1; a=rsa-sha256; d=example.org; s=k; bh=; b=", "secret", "text/plain", "multipart/signed", "help",
            "from mx (mx [127.0.0.1]) by lists.example.org", "1", "");

    @ParameterizedTest
    @ValueSource(strings = {"discussion", "contract", "announce", "newsletter", "private", "desk", "agency", "umbrella", "encrypted", "encrypted-copies", "signed",
            "encrypted-posts", "anonymous-drop"})
    void az7_no_field_turns_hold_or_refuse_into_accept(String style) {
        MailingList list = new MailingList(
                new ListId(1), Address.of("talk@lists.example.org"), style, MailingList.State.OPEN, Settings.DEFAULTS,
                new MailingList.PolicyText(1, Policies.shippedText(style)), Instant.EPOCH);
        Judges.Prepared prepared = new Judges().of(list);
        Random random = new Random(style.hashCode());
        for (Standing.Role role : List.of(Standing.Role.ANYONE, Standing.Role.MEMBER, Standing.Role.OWNER, Standing.Role.AUTHORISED_SENDER)) {
            for (ProofLevel proof : List.of(ProofLevel.NONE, ProofLevel.DOMAIN)) {
                boolean before = accepts(decide("", role, proof, list, prepared));
                for (int i = 0; !before && i < FIELDS; i++) {
                    String field = NAMES.get(random.nextInt(NAMES.size())) + ": " + VALUES.get(random.nextInt(VALUES.size())) + "\r\n";
                    assertThat(accepts(decide(field, role, proof, list, prepared))).as("%s, %s, proof %s, with %s", style, role, proof, field).isFalse();
                }
            }
        }
    }

    private static boolean accepts(Decision decision) {
        return decision instanceof Decision.Accept;
    }

    private static Decision decide(String field, Standing.Role role, ProofLevel proof, MailingList list, Judges.Prepared prepared) {
        Message message = Message.parse(("From: ann@example.org\r\nTo: talk@lists.example.org\r\nSubject: Hello\r\n" + field + "\r\nText.\r\n").getBytes(UTF_8)).orThrow();
        FactsBuilder facts = Facts.builder();
        new MessageFacts(message).addTo(facts, list, prepared);
        if (role != Standing.Role.ANYONE) {
            facts.role(role);
        }
        if (proof != ProofLevel.NONE) {
            facts.proof(proof);
        }
        return prepared.judge().decide(facts.build());
    }
}
