package org.chancery.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.chancery.kit.SmtpSink;
import org.chancery.list.MailingList;
import org.chancery.list.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What others can make us send to people who asked for nothing (reliability.md I9): a hundred thousand forged mails, and a thousand
/// requests in the name of one victim.
class BackscatterTest {
    private static final int FORGED = 100_000;
    private static final int REQUESTS = 1_000;
    private static final int CONNECTIONS = 20;
    private static final Pattern NONCE = Pattern.compile("name=\"nonce\" value=\"([^\"]+)\"");
    private static Site site;

    @BeforeAll
    static void start() throws IOException {
        site = Site.start();
    }

    @AfterAll
    static void stop() throws IOException {
        site.close();
    }

    private static String role(MailingList list, String suffix) {
        return list.address().localPart() + suffix + "@" + list.domain();
    }

    /// Domains that publish nothing, that name other hosts, and that want to have forgeries refused.
    private static String victim(int number) {
        List<String> domains = List.of("victims" + number % 97 + ".example", "example.net", "example.com", "ask.example.net");
        return "v" + number + "@" + domains.get(number % domains.size());
    }

    @Test
    void ten_thousand_forged_mails_to_every_address_of_a_list_are_refused_but_for_a_few() throws Exception {
        MailingList list = site.list("forged@" + Site.DOMAIN, "discussion", "", "member@example.net");
        site.add(list, "owner@elsewhere.example", Role.OWNER);
        site.set(list, Map.of("auto_post", "We read you.", "auto_request", "We read you.", "auto_owner", "We read you.", "leave_policy", "open", "join_policy", "open"));
        List<String> targets = List.of(
                list.address().toString(), role(list, "-request"), role(list, "-join"), role(list, "-subscribe"), role(list, "-leave"), role(list, "-unsubscribe"),
                role(list, "-help"), role(list, "-owner"), role(list, "-bounces"), role(list, "-confirm+" + "a".repeat(34)),
                role(list, "-bounces+" + "a".repeat(28)), "unknown@" + Site.DOMAIN, "unknown-join@" + Site.DOMAIN);
        List<String> words = List.of("help", "join", "who", "set digest mime", "confirm " + "a".repeat(34), "nonsense");
        Map<String, Integer> replies = send(FORGED, number -> {
            String victim = victim(number / targets.size());
            String to = targets.get(number % targets.size());
            return new Mail(victim, to, Site.message(victim, to, words.get(number % words.size()), "", words.get(number % words.size()) + "\r\n"));
        });
        site.settle();

        assertThat(replies.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(FORGED);
        assertThat(replies.keySet()).allMatch(code -> code.startsWith("2") || code.startsWith("5"));
        assertThat(replies.get("550")).as("refused in the dialogue").isGreaterThan(FORGED / 2);
        List<String> reached = site.sink().messages().stream().flatMap(copy -> copy.recipients().stream()).filter(to -> !to.equals("owner@elsewhere.example")).toList();
        assertThat(reached).as("besides owners, who hear of mail to -owner: a few whose domains publish nothing").hasSizeLessThan(30)
                .allMatch(to -> to.contains("@victims"));
    }

    @Test
    void a_thousand_requests_through_all_doors_for_one_victim_make_one_mail() throws Exception {
        List<MailingList> lists = IntStream.range(0, 10).mapToObj(i -> site.openList("bombed" + i)).toList();
        String victim = "victim@example.net";
        Map<String, Integer> replies = send(REQUESTS * 2 / 3, number -> {
            MailingList list = lists.get(number % lists.size());
            String to = role(list, List.of("-join", "-subscribe", "-request").get(number % 3));
            return new Mail(victim, to, Site.message(victim, to, "join", "", "join\r\n"));
        });
        assertThat(replies).containsOnlyKeys("550");
        fill(lists, victim, REQUESTS - REQUESTS * 2 / 3);
        site.copies(victim, 1);
        site.settle();
        assertThat(site.sink().messages().stream().filter(copy -> copy.recipients().contains(victim)).map(SmtpSink.Message::mailFrom)).hasSize(1);
    }

    /// Many forms, each fetched and sent as a browser does.
    private static void fill(List<MailingList> lists, String victim, int count) throws Exception {
        String web = "http://127.0.0.1:" + site.address("web").getPort();
        try (HttpClient client = HttpClient.newHttpClient()) {
            List<Callable<Integer>> fillings = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                URI form = URI.create(web + "/lists/" + lists.get(i % lists.size()).address() + "/join");
                fillings.add(() -> fill(client, form, victim));
            }
            assertThat(all(fillings)).containsOnly(200);
        }
    }

    private static int fill(HttpClient client, URI form, String victim) throws Exception {
        String page = client.send(HttpRequest.newBuilder(form).build(), HttpResponse.BodyHandlers.ofString()).body();
        Matcher nonce = NONCE.matcher(page);
        assertThat(nonce.find()).as(page).isTrue();
        String fields = "nonce=" + nonce.group(1) + "&wish=join&address=" + URLEncoder.encode(victim, StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(form).header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(fields)).build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    // ---- many connections at once

    private record Mail(String from, String to, byte[] message) {}

    private interface Mails {
        Mail of(int number);
    }

    /// From a host that none of these domains names; how often each code was the last reply to a mail.
    private static Map<String, Integer> send(int count, Mails mails) throws Exception {
        AtomicInteger next = new AtomicInteger();
        List<Callable<List<String>>> conversations = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            conversations.add(() -> converse(next, count, mails));
        }
        Map<String, Integer> replies = new TreeMap<>();
        all(conversations).forEach(codes -> codes.forEach(code -> replies.merge(code, 1, Integer::sum)));
        return replies;
    }

    /// A server that has refused enough hangs up; the next mail comes over a new connection.
    private static List<String> converse(AtomicInteger next, int count, Mails mails) throws IOException {
        List<String> codes = new ArrayList<>();
        Talk talk = Talk.from("127.0.0.9", site.address("smtp"));
        try {
            for (int number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
                Mail mail = mails.of(number);
                String reply = talk.pipelined(mail.from, mail.to, mail.message);
                while (reply.equals("closed") || reply.startsWith("421")) {
                    talk.close();
                    talk = Talk.from("127.0.0.9", site.address("smtp"));
                    reply = talk.pipelined(mail.from, mail.to, mail.message);
                }
                codes.add(reply.substring(0, 3));
            }
        } finally {
            talk.close();
        }
        return codes;
    }

    private static <T> List<T> all(List<Callable<T>> work) throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS)) {
            List<T> results = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(work)) {
                results.add(future.get());
            }
            return results;
        }
    }
}
