package org.chancery.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.chancery.delivery.DeliveryStatusNotification.Refusal;
import org.chancery.mail.Address;
import org.junit.jupiter.api.Test;

class DeliveryStatusNotificationTest {
    private static final Instant AT = Instant.parse("2026-11-02T09:05:07Z");
    private static final Refusal TALK =
            new Refusal(Address.of("talk@example.org"), "5.7.1", "rule 3: only members may post");
    private static final Refusal NEWS = new Refusal(Address.of("news@example.org"), "5.7.2", "rule 1: nur für Redakteure");

    private static String report(String header, Refusal... refusals) {
        byte[] octets = new DeliveryStatusNotification(
                        "lists.example.org", Address.of("postmaster@lists.example.org"), Address.of("ann@example.net"), List.of(refusals))
                .write(header.getBytes(UTF_8), AT, new Random(1));
        String text = new String(octets, UTF_8);
        assertThat(text.chars().allMatch(c -> c < 127)).isTrue();
        assertThat(text.replace("\r\n", "")).doesNotContain("\r").doesNotContain("\n");
        return text;
    }

    @Test
    void it_names_each_refusing_list_with_its_rule_in_the_form_of_rfc_3464() {
        String report = report("Subject: hello\r\nMessage-ID: <1@example.net>\r\n\r\nthe secret body", TALK, NEWS);
        assertThat(report)
                .contains("Content-Type: multipart/report; report-type=delivery-status;\r\n boundary=\"")
                .contains("Date: Mon, 2 Nov 2026 09:05:07 +0000\r\n")
                .contains("Auto-Submitted: auto-replied\r\n")
                .contains("Reporting-MTA: dns; lists.example.org\r\n")
                .contains("\r\n\r\nFinal-Recipient: rfc822; talk@example.org\r\nAction: failed\r\nStatus: 5.7.1\r\n"
                        + "Diagnostic-Code: x-chancery; rule 3: only members may post\r\n")
                .contains("Final-Recipient: rfc822; news@example.org\r\nAction: failed\r\nStatus: 5.7.2\r\n");
    }

    @Test
    void the_header_comes_back_and_the_body_does_not() {
        assertThat(report("Subject: hello\r\nMessage-ID: <1@example.net>\r\n\r\nthe secret body", TALK))
                .contains("Content-Type: text/rfc822-headers\r\n\r\nSubject: hello\r\nMessage-ID: <1@example.net>\r\n")
                .doesNotContain("secret body");
    }

    @Test
    void a_rule_in_another_language_is_readable_and_the_report_stays_ascii() {
        String report = report("Subject: hello\r\n\r\n", NEWS);
        int start = report.indexOf("base64\r\n\r\n") + "base64\r\n\r\n".length();
        String text = new String(Base64.getMimeDecoder().decode(report.substring(start, report.indexOf("\r\n\r\n", start))), UTF_8);
        assertThat(text).contains("news@example.org").contains("rule 1: nur für Redakteure");
    }

    @Test
    void no_text_can_begin_a_field_or_a_part_of_its_own() {
        String report = report(
                "Subject: x\r\n--=_report_\r\n\r\n", new Refusal(Address.of("talk@example.org"), "5.7.1", "a\r\nBcc: evil@example.org\r\n\r\nb"));
        String status = report.substring(report.indexOf("Reporting-MTA"), report.indexOf("text/rfc822-headers"));
        assertThat(status).contains("Diagnostic-Code: x-chancery; a  Bcc: evil@example.org    b\r\n");
        assertThat(report).contains("Content-Type: text/rfc822-headers\r\nContent-Transfer-Encoding: base64");
    }

    @Test
    void a_huge_header_is_cut_at_a_line() {
        String report = report("X-Long: abcdefghij\r\n".repeat(10_000), TALK);
        assertThat(report.length()).isLessThan(DeliveryStatusNotification.MAX_HEADER + 4_000);
        assertThat(report).contains("X-Long: abcdefghij\r\n\r\n--");
    }

    @Test
    void a_report_without_a_refusal_is_refused() {
        assertThatThrownBy(() -> report("Subject: x\r\n\r\n")).isInstanceOf(IllegalArgumentException.class);
    }
}
