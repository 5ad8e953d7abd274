package org.chancery.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.chancery.kit.SmtpSink;
import org.chancery.list.MailingList;
import org.chancery.list.Role;
import org.chancery.mail.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Mail that comes back, over real SMTP, on a clock that is moved by hand.
class BounceTest {
    private static final String UNKNOWN = "Action: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\r\n";
    private static final String SPAM = "Action: failed\r\nStatus: 5.7.1\r\nDiagnostic-Code: smtp; 550 5.7.1 Message rejected as spam\r\n";
    private static volatile Instant now = Instant.parse("2026-11-22T12:00:00Z");
    private static Site site;

    @BeforeAll
    static void start() throws IOException {
        site = Site.startAt(() -> now);
    }

    @AfterAll
    static void stop() throws IOException {
        site.close();
    }

    private static synchronized void passDays(int days) {
        now = now.plus(Duration.ofDays(days));
    }

    private static MailingList list(String name, int threshold, String... members) {
        MailingList list = site.openList(name, members);
        site.set(list, Map.of("bounce_threshold", String.valueOf(threshold), "bounce_warnings", "1", "bounce_warning_days", "7"));
        site.add(list, "owner@" + name + ".example.net", Role.OWNER);
        return site.administration().lists().require(name + "@lists.example.org");
    }

    /// Posts once and gives the return path of the member's copy.
    private static String returnPath(String list, String member) throws IOException {
        int before = (int) site.sink().messages().stream().filter(copy -> copy.recipients().contains(member)).count();
        String address = list + "@lists.example.org";
        Site.receipt(site.post("poster@example.net", address, Site.message("poster@example.net", address, "Hi")));
        return site.copies(member, before + 1).getLast().mailFrom();
    }

    private static byte[] reportOf(String to, String member, String status) {
        String body = "--b\r\nContent-Type: text/plain\r\n\r\nYour message came back.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
                + "Reporting-MTA: dns; mx.example.net\r\n\r\nFinal-Recipient: rfc822; " + member + "\r\n" + status + "\r\n--b--\r\n";
        return Site.message("mailer-daemon@mx.example.net", to, "Undelivered Mail Returned to Sender",
                "MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n", body);
    }

    private static String report(String to, String member, String status) throws IOException {
        return site.post("", to, reportOf(to, member, status));
    }

    private static SmtpSink.Message awaited(String member, String subject) {
        Site.await(() -> !site.about(member, subject).isEmpty());
        return site.about(member, subject).getFirst();
    }

    private static boolean isDelivered(MailingList list, String member) {
        return site.administration().members().show(list, member).getFirst().preferences().delivery();
    }

    @Test
    void a_dead_address_is_probed_then_stopped_then_warned_then_removed() throws IOException {
        MailingList list = list("dead", 2, "ann@dead.example.net");
        report(returnPath("dead", "ann@dead.example.net"), "ann@dead.example.net", UNKNOWN);
        report(returnPath("dead", "ann@dead.example.net"), "ann@dead.example.net", UNKNOWN);
        passDays(1);
        report(returnPath("dead", "ann@dead.example.net"), "ann@dead.example.net", UNKNOWN);

        SmtpSink.Message probe = awaited("ann@dead.example.net", "Does your address work");
        assertThat(Site.read(probe).root().text()).contains("550 5.1.1 User unknown");
        assertThat(isDelivered(list, "ann@dead.example.net")).isTrue();
        report(probe.mailFrom(), "ann@dead.example.net", UNKNOWN);

        awaited("ann@dead.example.net", "has stopped sending you mail");
        awaited("owner@dead.example.net", "comes back");
        assertThat(isDelivered(list, "ann@dead.example.net")).isFalse();
        passDays(7);
        Message warning = Site.read(awaited("ann@dead.example.net", "will end"));
        assertThat(warning.headers().first("Auto-Submitted").orElseThrow().value()).isEqualTo("auto-generated");
        passDays(7);
        awaited("owner@dead.example.net", "comes back");
        Site.await(() -> site.administration().members().count(list, Role.MEMBER) == 0);
    }

    @Test
    void spam_refusals_never_count() throws IOException {
        MailingList list = list("spam", 1, "ben@spam.example.net", "cat@spam.example.net");
        report(returnPath("spam", "ben@spam.example.net"), "ben@spam.example.net", SPAM);
        // A real failure of another member, whose probe shows that the desk has worked since.
        report(returnPath("spam", "cat@spam.example.net"), "cat@spam.example.net", UNKNOWN);
        awaited("cat@spam.example.net", "Does your address work");
        assertThat(site.about("ben@spam.example.net", "Does your address work")).isEmpty();
        assertThat(isDelivered(list, "ben@spam.example.net")).isTrue();
    }

    @Test
    void a_report_without_a_token_that_holds_counts_for_nothing() throws IOException {
        MailingList list = list("forged", 1, "dan@forged.example.net", "eve@forged.example.net");
        String path = returnPath("forged", "dan@forged.example.net");
        char last = path.charAt(path.indexOf('@') - 3);
        String forged = path.substring(0, path.indexOf('@') - 3) + (last == 'a' ? 'b' : 'a') + path.substring(path.indexOf('@') - 2);
        assertThat(report(forged, "dan@forged.example.net", UNKNOWN)).startsWith("550");
        assertThat(report("forged-bounces@lists.example.org", "dan@forged.example.net", UNKNOWN)).startsWith("250");

        // Who bounced is whom the token names, whatever the report says.
        report(returnPath("forged", "eve@forged.example.net"), "dan@forged.example.net", UNKNOWN);
        awaited("eve@forged.example.net", "Does your address work");
        assertThat(site.about("dan@forged.example.net", "Does your address work")).isEmpty();
        assertThat(isDelivered(list, "dan@forged.example.net")).isTrue();
    }

    @Test
    void a_refusal_in_our_own_dialogue_counts_too() throws IOException {
        list("refused", 1, "fay@refused.example.net");
        site.sink().refuse("fay@refused.example.net", "550 5.1.1 No such user");
        site.post("poster@example.net", "refused@lists.example.org", Site.message("poster@example.net", "refused@lists.example.org", "Hi"));
        // The probe is refused as well, and so delivery is stopped without any report having come.
        awaited("owner@refused.example.net", "comes back");
    }

    @Test
    void a_complaint_with_a_token_in_the_copy_ends_the_membership_and_no_other_does() throws IOException {
        MailingList list = list("complaint", 5, "gil@complaint.example.net", "hal@complaint.example.net");
        String path = returnPath("complaint", "gil@complaint.example.net");
        complain("hal@complaint.example.net", "complaint-bounces+aaaaaaaaaaaaaaaaaaaaaaaaaaaa@lists.example.org");
        complain("gil@complaint.example.net", path);
        awaited("owner@complaint.example.net", "reported mail as spam");
        assertThat(site.administration().members().show(list, "hal@complaint.example.net")).hasSize(1);
        assertThat(site.administration().members().count(list, Role.MEMBER)).isEqualTo(1);
    }

    @Test
    void a_report_or_complaint_to_the_return_path_may_name_its_sender_and_a_letter_may_not_go_there() throws IOException {
        MailingList list = list("named", 1, "ida@named.example.net", "jon@named.example.net");
        String path = returnPath("named", "ida@named.example.net");
        byte[] away = Site.message("ida@named.example.net", path, "Out of office", "Auto-Submitted: auto-replied\r\n", "I am away.\r\n");
        assertThat(site.post("ida@named.example.net", path, away)).startsWith("550 5.7.1 ");
        assertThat(site.post("ida@named.example.net", path, Site.message("ida@named.example.net", path, "Hello"))).startsWith("550 5.7.1 ");

        Site.receipt(site.post("postmaster@mx.example.net", path, reportOf(path, "ida@named.example.net", UNKNOWN)));
        awaited("ida@named.example.net", "Does your address work");
        String other = returnPath("named", "jon@named.example.net");
        Site.receipt(site.post("fbl@provider.example", other, complaint(other, "jon@named.example.net", other)));
        awaited("owner@named.example.net", "reported mail as spam");
        Site.await(() -> site.administration().members().count(list, Role.MEMBER) == 1);
    }

    @Test
    void what_nobody_can_read_goes_to_the_owners_where_they_want_it_and_what_machines_always_say_does_not() throws IOException {
        MailingList list = list("unread", 5, "kim@unread.example.net");
        String path = returnPath("unread", "kim@unread.example.net");
        byte[] strange = Site.message("gate@unread.example.net", path, "Ticket 4711", "", "The parcel could not be handed over at the gate.\r\n");
        site.post("", path, strange);
        site.administration().lists().set(Site.CALLER, list, Map.of("bounce_unrecognised", "owners"));
        site.post("", path, Site.message("gate@unread.example.net", path, "Ticket 4712", "", "The parcel could not be handed over at the gate.\r\n"));
        site.post("", path, Site.message("kim@unread.example.net", path, "Out of office", "Auto-Submitted: auto-replied\r\n", "I am on vacation.\r\n"));
        report(path, "kim@unread.example.net", UNKNOWN);
        assertThat(Site.read(awaited("owner@unread.example.net", "Ticket 4712")).root().text()).contains("at the gate");
        site.settle();
        assertThat(site.about("owner@unread.example.net", "Ticket 4711")).isEmpty();
        assertThat(site.about("owner@unread.example.net", "Out of office")).isEmpty();
        assertThat(site.about("owner@unread.example.net", "")).hasSize(1);
    }

    private static void complain(String reader, String returnPath) throws IOException {
        String to = "complaint-owner@lists.example.org";
        Site.receipt(site.post("fbl@provider.example", to, complaint(to, reader, returnPath)));
    }

    private static byte[] complaint(String to, String reader, String returnPath) {
        String body = "--b\r\nContent-Type: text/plain\r\n\r\nThis is an abuse report.\r\n--b\r\nContent-Type: message/feedback-report\r\n\r\n"
                + "Feedback-Type: abuse\r\nUser-Agent: x/1\r\nVersion: 1\r\nOriginal-Mail-From: <" + returnPath + ">\r\nOriginal-Rcpt-To: " + reader + "\r\n"
                + "--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: Hi\r\nReturn-Path: <" + returnPath + ">\r\n\r\nHello.\r\n--b--\r\n";
        return Site.message("fbl@provider.example", to, "FW: Hi",
                "MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\r\n", body);
    }
}
