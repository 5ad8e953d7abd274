package org.chancery.journey;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.chancery.list.MailingList;
import org.chancery.list.Role;
import org.chancery.sender.Leaks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/// The seventeen mails in which other software leaves the password of a list (authorisation.md section 3.0), rows AU1 to AU17: on a list that
/// accepts and on one that holds, nothing shows it any more: no copy, no mail to a moderator or an owner, no line of the log, no file.
class LeakMailsTest {
    private static final String PLAIN = "text/plain; charset=utf-8";
    private static Site site;
    private static MailingList open;
    private static MailingList held;
    private static int posts;

    @BeforeAll
    static void start() throws IOException {
        site = Site.start();
        open = site.openList("open", "copy@example.com");
        held = site.list("held@" + Site.DOMAIN, "discussion", "hold when from anyone. otherwise refuse.", "x@example.com");
        site.add(held, "moderator@example.com", Role.MODERATOR);
        for (MailingList list : List.of(open, held)) {
            site.add(list, "owner@example.com", Role.OWNER);
            site.set(list, Map.of("owner_copies", "true"));
        }
    }

    @AfterAll
    static void stop() throws IOException {
        site.close();
    }

    /// SECRET stands for the password, NL for a line end.
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = true, value = {
        "au1 a list without a moderator's password  | plain | Approved: SECRET NL NL Hello.",
        "au2 bold in HTML                           | html  | <b>Approved:</b> SECRET",
        "au3 a tag inside the password              | html  | Approved: TAGGED",
        "au4 an entity in the password              | html  | Approved: ENTITY",
        "au5 a numeric entity behind the colon      | html  | Approved:&#160;SECRET",
        "au6 other letter case in HTML              | html  | APPROVED: UPPER",
        "au7 a wrong field and the right line       | field | Approved: SECRET NL NL Hello.",
        "au8 the second line                        | plain | Dear all, NL Approved: SECRET NL NL Hello.",
        "au9 HTML alone                             | only  | <b>Approved:</b> SECRET",
        "au10 a misspelt name                       | plain | Aproved: SECRET NL NL Hello.",
        "au11 a blank before the colon              | plain | Approved : SECRET NL NL Hello.",
        "au12 repeated in a quote                   | plain | Approved: SECRET NL NL > Approved: SECRET NL Hello.",
        "au13 in the subject too                    | subject | Approved: SECRET NL NL Hello.",
        "au14 in an attachment as well              | attached | Approved: SECRET NL NL Hello.",
        "au15 plain text alone                      | plain | Approved: SECRET NL NL Hello SECRET.",
        "au16 plain and simple HTML                 | html  | Approved: SECRET",
        "au17 in two fields                         | twice | Hello."})
    @ParameterizedTest(name = "{0}")
    void shows_the_password_nowhere(String row, String form, String body) throws IOException {
        String secret = "s3kret&Pass-" + ++posts + "-" + row.substring(0, row.indexOf(' '));
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        root.addAppender(log);
        for (MailingList list : List.of(open, held)) {
            String reply = site.post("ann@example.net", list.address().toString(), mail(list, form, body, secret));
            assertThat(reply).startsWith(form.equals("attached") ? "550 5.7.1 " : "250 ");
        }
        site.settle();
        assertThat(site.about("owner@example.com", "a copy of a post")).hasSizeGreaterThanOrEqualTo(form.equals("attached") ? 0 : 2);
        root.detachAppender(log);
        List<String> leaks = new ArrayList<>();
        site.sink().messages().stream().filter(copy -> Leaks.shows(copy.content(), secret)).forEach(copy -> leaks.add(copy.text()));
        new ArrayList<>(log.list).stream().map(ILoggingEvent::getFormattedMessage).filter(line -> line.contains("s3kret")).forEach(leaks::add);
        try (Stream<Path> files = Files.walk(site.data())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String octets = new String(Files.readAllBytes(file), ISO_8859_1);
                forms(secret).stream().filter(octets::contains).map(form1 -> file + ": " + form1).forEach(leaks::add);
            }
        }
        assertThat(leaks).isEmpty();
    }

    private static List<String> forms(String secret) {
        String entity = secret.replace("&", "&amp;");
        return List.of(secret, entity, secret.toUpperCase(java.util.Locale.ROOT), String.join("\0", secret.split("")), Base64.getEncoder().encodeToString(secret.substring(0, 12).getBytes(UTF_8)));
    }

    private static byte[] mail(MailingList list, String form, String body, String secret) {
        String text = body.replace(" NL ", "\r\n").replace(" NL", "\r\n").replace("TAGGED", secret.substring(0, 4).concat("<i>") + secret.substring(4).replace("&", "&amp;") + "</i>")
                .replace("ENTITY", secret.replace("&", "&#38;")).replace("UPPER", secret.toUpperCase(java.util.Locale.ROOT).replace("&", "&amp;"))
                .replace("SECRET", form.equals("html") || form.equals("only") ? secret.replace("&", "&amp;") : secret) + "\r\n";
        return switch (form) {
            case "html" -> message(list, "x", "Content-Type: multipart/alternative; boundary=b\r\n", "--b\r\nContent-Type: " + PLAIN + "\r\n\r\nApproved: " + secret
                    + "\r\n\r\nHello.\r\n--b\r\nContent-Type: text/html\r\n\r\n<html><p>" + text + "</p></html>\r\n--b--\r\n");
            case "only" -> message(list, "x", "Content-Type: text/html\r\n", "<html><p>" + text + "</p></html>\r\n");
            case "field" -> message(list, "x", "X-Approved: wrong-word-here\r\n", text);
            case "twice" -> message(list, "x", "Approved: " + secret + "\r\nX-Approve: " + secret + "\r\n", text);
            case "subject" -> message(list, "x " + secret, "", text);
            case "attached" -> message(list, "x", "Content-Type: multipart/mixed; boundary=b\r\n", "--b\r\n\r\n" + text
                    + "--b\r\nContent-Type: application/rtf\r\nContent-Disposition: attachment\r\n\r\n{\\rtf1 Approved: " + secret + "}\r\n--b--\r\n");
            default -> message(list, "x", "Content-Type: " + PLAIN + "\r\n", text);
        };
    }

    private static byte[] message(MailingList list, String subject, String fields, String body) {
        return Site.message("ann@example.net", list.address().toString(), subject, fields, body);
    }
}
