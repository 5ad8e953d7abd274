package org.chancery.delivery.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.chancery.list.MembershipNumber;
import org.chancery.mail.Message;
import org.chancery.token.BounceTokens;
import org.chancery.token.OneClickTokens;
import org.junit.jupiter.api.Test;

class FeedbackReportTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final BounceTokens BOUNCES = new BounceTokens(new byte[32]);
    private static final OneClickTokens CLICKS = new OneClickTokens(new byte[32]);
    private static final ComplaintTokens TOKENS = new ComplaintTokens(BOUNCES, CLICKS);

    private static Message report(String fields, String copy) {
        String text = "From: fbl@provider.example\r\nSubject: FW: x\r\nMIME-Version: 1.0\r\n"
                + "Content-Type: multipart/report; report-type=feedback-report; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nAbuse.\r\n"
                + "--b\r\nContent-Type: message/feedback-report\r\n\r\n" + fields + "\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n" + copy + "\r\n--b--\r\n";
        return Message.parse(text.getBytes(StandardCharsets.UTF_8)).orThrow();
    }

    private static FeedbackReport read(String fields, String copy) {
        return FeedbackReport.read(report(fields, copy)).orElseThrow();
    }

    @Test
    void type_and_recipient_are_read() {
        FeedbackReport read = read("Feedback-Type: Abuse\r\nOriginal-Rcpt-To: <ann@example.org>\r\n", "Subject: x\r\n\r\ny\r\n");
        assertThat(read.type()).isEqualTo("abuse");
        assertThat(read.isComplaint()).isTrue();
        assertThat(read.originalRecipients()).containsExactly("ann@example.org");
    }

    @Test
    void what_takes_a_complaint_back_is_none() {
        assertThat(read("Feedback-Type: not-spam\r\n", "Subject: x\r\n\r\ny\r\n").isComplaint()).isFalse();
        assertThat(read("Feedback-Type: auth-failure\r\n", "Subject: x\r\n\r\ny\r\n").isComplaint()).isFalse();
    }

    @Test
    void other_mail_is_no_feedback_report() {
        Message mail = Message.parse("Subject: x\r\n\r\nFeedback-Type: abuse\r\n".getBytes(StandardCharsets.UTF_8)).orThrow();
        assertThat(FeedbackReport.read(mail)).isEmpty();
    }

    @Test
    void the_token_in_the_return_path_of_the_copy_names_the_member() {
        String path = "talk-bounces+" + BOUNCES.create(7, NOW) + "@lists.example.org";
        FeedbackReport inCopy = read("Feedback-Type: abuse\r\n", "Return-Path: <" + path + ">\r\nSubject: x\r\n\r\ny\r\n");
        FeedbackReport inReport = read("Feedback-Type: abuse\r\nOriginal-Mail-From: <" + path + ">\r\n", "Subject: x\r\n\r\ny\r\n");
        assertThat(TOKENS.membership(inCopy, NOW)).contains(new MembershipNumber(7));
        assertThat(TOKENS.membership(inReport, NOW)).contains(new MembershipNumber(7));
        assertThat(TOKENS.membership(inCopy, NOW.plus(Duration.ofDays(40)))).isEmpty();
    }

    @Test
    void the_one_click_link_of_the_copy_names_the_member_too() {
        String link = "List-Unsubscribe: <https://lists.example.org/leave/" + CLICKS.create(9) + ">\r\n";
        assertThat(TOKENS.membership(read("Feedback-Type: abuse\r\n", link + "\r\ny\r\n"), NOW)).contains(new MembershipNumber(9));
    }

    @Test
    void a_forged_token_names_nobody() {
        FeedbackReport forged = read("Feedback-Type: abuse\r\nOriginal-Mail-From: <talk-bounces+aaaaaaaaaaaaaaaaaaaaaaaaaaaa@lists.example.org>\r\n",
                "List-Unsubscribe: <https://lists.example.org/leave/aaaa>\r\n\r\ny\r\n");
        assertThat(TOKENS.membership(forged, NOW)).isEqualTo(Optional.empty());
    }
}
