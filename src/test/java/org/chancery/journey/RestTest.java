package org.chancery.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.chancery.administration.Caller;
import org.chancery.keyring.ListKey;
import org.chancery.keyring.ListKeyDesk;
import org.chancery.keyring.MemberKey;
import org.chancery.list.MailingList;
import org.chancery.list.Role;
import org.chancery.protection.Gpg;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Keys over HTTP, as a program asks for them.
class RestTest {
    private static final String OWNER = "owner@example.com";
    private static final String ANNA = "a@example.net";
    private static final String ANNA_ID = "Anna <a@example.net>";
    private static final String JSON = "application/json";
    private static final String OCTETS = "application/octet-stream";
    private static Site site;
    private static Gpg gpg;
    private static String owner;
    private static String anna;
    private static String stranger;
    private static String administrator;

    @BeforeAll
    static void start() throws IOException {
        site = Site.start();
        gpg = Gpg.start();
        gpg.generate(ANNA_ID, "2y");
        owner = OWNER + ":" + site.account(OWNER);
        anna = ANNA + ":" + site.account(ANNA);
        stranger = "stranger@example.edu:" + site.account("stranger@example.edu");
        administrator = "root@example.org:" + site.account("root@example.org");
        site.administration().accounts().grant(Site.CALLER, site.administration().accounts().require("root@example.org"), "site-admin", Optional.empty());
    }

    @AfterAll
    static void stop() throws IOException {
        gpg.close();
        site.close();
    }

    private static MailingList list(String name) {
        MailingList list = site.openList(name, ANNA);
        site.add(list, OWNER, Role.OWNER);
        return list;
    }

    private static byte[] annas() {
        return gpg.run(new byte[0], "--armor", "--export", "=" + ANNA_ID);
    }

    private static String basic(String login) {
        return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(UTF_8));
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + site.address("web").getPort() + "/api/v1" + path));
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(request.toString(), e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpResponse<String> get(String login, String path) {
        return send(request(path).header("Authorization", basic(login)).GET().build());
    }

    private static HttpResponse<String> post(String login, String path, String type, byte[] body) {
        return send(request(path).header("Authorization", basic(login)).header("Content-Type", type).POST(BodyPublishers.ofByteArray(body)).build());
    }

    private static HttpResponse<String> post(String login, String path, String json) {
        return post(login, path, JSON, json.getBytes(UTF_8));
    }

    private static HttpResponse<String> without(String path) {
        return send(request(path).GET().build());
    }

    private static void isProblem(HttpResponse<String> answer, int status, String word) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains("\"status\":" + status).contains(word).doesNotContain("xception");
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    }

    // ---- keys of the list

    @Test
    void an_owner_cares_for_the_keys_of_the_list_and_the_audit_log_names_the_door() {
        MailingList talk = list("cared");
        String path = "/lists/" + talk.address() + "/keys";
        HttpResponse<String> made = post(owner, path, "{\"type\":\"ed25519\"}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        ListKey key = site.administration().keys().all(Site.CALLER, talk).getFirst();
        assertThat(made.body()).contains(key.fingerprint()).contains("\"state\":\"current\"");

        assertThat(get(owner, path).body()).startsWith("[{").contains("\"of\":\"" + talk.address() + "\"").contains(key.component());
        assertThat(get(owner, path + "/export")).satisfies(shown -> {
            assertThat(shown.body()).startsWith("-----BEGIN PGP PUBLIC KEY BLOCK");
            assertThat(shown.headers().firstValue("Content-Type")).hasValue("application/pgp-keys");
        });
        isProblem(post(owner, path, "{}"), 422, "has the key");
        assertThat(post(owner, path + "/rotate", "{}").statusCode()).isEqualTo(200);
        assertThat(site.administration().keys().all(Site.CALLER, talk)).extracting(ListKey::state).containsExactlyInAnyOrder(ListKey.State.CURRENT, ListKey.State.RETIRING);
        assertThat(post(owner, path + "/revoke", "{\"technology\":\"openpgp\"}").statusCode()).isEqualTo(200);
        isProblem(post(owner, path + "/revoke", "{\"technology\":\"smime\"}"), 422, "no smime key");
        assertThat(site.administration().audit().last(20)).filteredOn(entry -> entry.act().object().equals(key.fingerprint())).hasSize(3)
                .allSatisfy(entry -> assertThat(entry.act()).satisfies(act -> {
                    assertThat(act.door()).isEqualTo("rest");
                    assertThat(act.actor()).isEqualTo(OWNER);
                }));
    }

    @Test
    void an_owner_replaces_the_primary_key_of_the_list() {
        MailingList talk = list("replaced");
        String path = "/lists/" + talk.address() + "/keys";
        post(owner, path, "{}");
        String old = site.administration().keys().all(Site.CALLER, talk).getFirst().fingerprint();
        HttpResponse<String> made = post(owner, path + "/rotate", "{\"primary\":true}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
        assertThat(made.body()).contains("\"state\":\"current\"").doesNotContain(old);
        assertThat(site.administration().keys().all(Site.CALLER, talk)).extracting(ListKey::state).containsExactlyInAnyOrder(ListKey.State.CURRENT, ListKey.State.RETIRING);
        isProblem(post(owner, path + "/rotate", "{\"primary\":true,\"type\":\"rfc9580\"}"), 422, "other version");
        isProblem(post(owner, path + "/rotate", "{\"type\":\"rsa3072\"}"), 422, "goes with");
        isProblem(post(owner, path + "/rotate", "{\"primary\":\"yes\"}"), 422, "true or false");
        assertThat(get(owner, path + "/export?fingerprint=" + old).body()).isNotEqualTo(get(owner, path + "/export").body()).startsWith("-----BEGIN PGP PUBLIC KEY BLOCK");
    }

    @Test
    void a_locked_key_is_imported_with_its_passphrase_and_a_broken_one_is_refused() {
        MailingList talk = list("imported");
        String path = "/lists/" + talk.address() + "/keys/import";
        try (Gpg elsewhere = Gpg.start()) {
            elsewhere.generate("imported <" + talk.address() + ">", "2y");
            byte[] secret = elsewhere.secretKeys("imported <" + talk.address() + ">");
            isProblem(post(owner, path, OCTETS, "nonsense".getBytes(UTF_8)), 422, "neither");
            isProblem(post(owner, path, "{\"passphrase\":\"x\"}"), 422, "file");
            isProblem(post(owner, path, "{\"file\":7}"), 422, "text");
            HttpResponse<String> taken = post(owner, path, "{\"file\":\"" + Base64.getEncoder().encodeToString(secret) + "\",\"passphrase\":\"\"}");
            assertThat(taken.statusCode()).as(taken.body()).isEqualTo(201);
            assertThat(taken.body()).contains(elsewhere.fingerprint("imported <" + talk.address() + ">"));
        }
    }

    @Test
    void many_who_rotate_at_once_are_done_or_told_to_look_again() throws Exception {
        MailingList talk = list("raced");
        site.administration().keys().generate(Site.CALLER, talk, ListKeyDesk.Kind.ED25519);
        Callable<Integer> rotation = () -> post(owner, "/lists/" + talk.address() + "/keys/rotate", "{}").statusCode();
        try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> answer : many.invokeAll(List.of(rotation, rotation, rotation, rotation, rotation, rotation))) {
                assertThat(answer.get()).isIn(200, 409);
            }
        }
        assertThat(site.administration().keys().all(Site.CALLER, talk)).filteredOn(ListKey::isCurrent).hasSize(1);
    }

    // ---- keys of members

    @Test
    void a_member_hands_in_the_own_key_which_waits_for_the_challenge() {
        MailingList talk = list("handed");
        String path = "/lists/" + talk.address() + "/members/" + ANNA + "/keys";
        HttpResponse<String> handed = post(anna, path, "application/pgp-keys", annas());
        assertThat(handed.statusCode()).as(handed.body()).isEqualTo(202);
        assertThat(handed.body()).contains("\"state\":\"challenged\"");
        Site.await(() -> site.sink().messages().stream().anyMatch(copy -> copy.recipients().contains(ANNA) && copy.text().contains("BEGIN PGP MESSAGE")));
        assertThat(site.administration().keys().ofMember(Site.CALLER, talk, ANNA)).extracting(MemberKey::state, MemberKey::source)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(MemberKey.State.PENDING, MemberKey.Source.WEB));
        assertThat(get(anna, path).body()).contains("\"state\":\"pending\"").contains("\"source\":\"web\"");

        assertThat(post(anna, path + "/refuse", "{}").statusCode()).isEqualTo(200);
        assertThat(post(owner, path, OCTETS, annas()).statusCode()).as("an owner may hand in for others").isEqualTo(202);
        assertThat(post(owner, path, OCTETS, annas()).statusCode()).isEqualTo(202);
        isProblem(post(owner, path, OCTETS, annas()), 422, "Too many");
        isProblem(post(owner, path + "?challenge=no", OCTETS, annas()), 403, "without proof");
        isProblem(post(owner, path + "/approve", "{\"now\":true}"), 403, "without proof");
        assertThat(post(administrator, path + "?challenge=no", OCTETS, annas()).statusCode()).isEqualTo(200);
        assertThat(get(anna, path + "/export").body()).startsWith("-----BEGIN PGP PUBLIC KEY BLOCK");
        assertThat(post(anna, path + "/prefer", "{\"technology\":\"openpgp\"}").statusCode()).isEqualTo(200);
        isProblem(get(anna, path + "/cipher"), 422, "no S/MIME certificate");
        isProblem(post(anna, path + "/cipher", "{\"cipher\":\"rot13\"}"), 422, "aes256-gcm, aes256-cbc, or announced");
        assertThat(post(anna, path + "/revoke", "{}").body()).contains(gpg.fingerprint(ANNA_ID)).contains("\"state\":\"withdrawn\"");
        assertThat(site.administration().keys().ofMember(Site.CALLER, talk, ANNA)).noneMatch(MemberKey::isActive);
    }

    @Test
    void a_member_cares_for_nobody_elses_keys_and_not_for_those_of_the_list() {
        MailingList talk = list("bounded");
        site.add(talk, "b@example.net", Role.MEMBER);
        site.add(talk, "keyless@example.net", Role.MEMBER);
        String path = "/lists/" + talk.address();
        for (String other : List.of("/members/b@example.net/keys", "/members/b@example.net/keys/cipher", "/members/keys", "/keys", "/keys/backup", "/keys/request", "/anchors")) {
            isProblem(get(anna, path + other), 403, "may not");
        }
        isProblem(post(anna, path + "/members/b@example.net/keys", OCTETS, annas()), 403, "may not");
        isProblem(post(anna, path + "/members/" + ANNA + "/keys/approve", "{}"), 403, "may not");
        isProblem(post(anna, path + "/keys/import", OCTETS, annas()), 403, "may not");
        isProblem(post(owner, path + "/members/nobody@example.net/keys", OCTETS, annas()), 422, "no member");
        isProblem(post(owner, path + "/members/keyless@example.net/keys", OCTETS, gpg.secretKeys(ANNA_ID)), 422, "not taken");
    }

    // ---- who asks

    @Test
    void without_a_password_nobody_learns_anything() {
        MailingList talk = list("hidden");
        for (String path : List.of("/lists/" + talk.address() + "/keys", "/lists/nothing@lists.example.org/keys", "/nothing", "/../v1/keys/check")) {
            HttpResponse<String> answer = without(path);
            isProblem(answer, 401, "Log in");
            assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Basic realm=\"Chancery\", charset=\"UTF-8\"");
        }
        isProblem(get("nobody@example.org:guess", "/keys/check"), 401, "not known");
        for (String field : List.of("Basic", "Basic !!!", "Basic " + Base64.getEncoder().encodeToString("nocolon".getBytes(UTF_8)), "Bearer x", "Basic " + Base64.getEncoder().encodeToString(new byte[] {(byte) 0xFF, ':'}))) {
            isProblem(send(request("/keys/check").header("Authorization", field).build()), 401, "Log in");
        }
        isProblem(send(request("/keys/check").header("Authorization", basic(owner)).header("Authorization", basic(anna)).build()), 401, "Log in");
        HttpResponse<String> there = get(stranger, "/lists/" + talk.address() + "/keys/export");
        isProblem(there, 404, "no part in it");
        assertThat(there.body()).isEqualTo(get(stranger, "/lists/nothing@lists.example.org/keys/export").body()).isEqualTo(get(stranger, "/lists/no-address/keys").body());
        assertThat(get(stranger, "/keys/check").body()).isEqualTo("[]");
    }

    @Test
    void guesses_make_the_account_wait_and_only_that_one() {
        String right = "guessed@example.edu:" + site.account("guessed@example.edu");
        HttpResponse<String> last = get("guessed@example.edu:wrong", "/keys/check");
        for (int i = 0; i < 12 && last.statusCode() == 401; i++) {
            last = get("guessed@example.edu:wrong", "/keys/check");
        }
        isProblem(last, 429, "Wait");
        assertThat(last.headers().firstValue("Retry-After")).isPresent();
        isProblem(get(right, "/keys/check"), 429, "Wait");
        assertThat(get(owner, "/keys/check").statusCode()).isEqualTo(200);
    }

    @Test
    void a_password_is_not_taken_in_clear_from_another_machine() throws IOException {
        isProblem(send(request("/keys/check").header("Authorization", basic(owner)).header("X-Forwarded-Proto", "http").build()), 403, "TLS");
        isProblem(send(request("/keys/check").header("Authorization", basic(owner)).header("Forwarded", "for=192.0.2.1;proto=http").build()), 403, "TLS");
        isProblem(send(request("/keys/check").header("Authorization", basic(owner)).header("X-Forwarded-Proto", "https, HTTP").build()), 403, "TLS");
        assertThat(send(request("/keys/check").header("Authorization", basic(owner)).header("X-Forwarded-Proto", "https,https").build()).statusCode()).isEqualTo(200);

        Optional<InetAddress> outer = NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address.getAddress().length == 4 && !address.isLoopbackAddress()).findFirst();
        Assumptions.assumeTrue(outer.isPresent(), "this machine has no address but loopback");
        try (Site open = Site.start("listen.web=0.0.0.0:0")) {
            String login = "root@example.org:" + open.account("root@example.org");
            String url = "http://" + outer.get().getHostAddress() + ":" + open.address("web").getPort() + "/api/v1/keys/check";
            isProblem(send(HttpRequest.newBuilder(URI.create(url)).header("Authorization", basic(login)).build()), 403, "TLS");
        }
    }

    // ---- hostile input

    @Test
    void a_form_of_another_site_does_nothing() {
        MailingList talk = list("forms");
        String path = "/lists/" + talk.address() + "/keys";
        for (String type : List.of("application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "text/plain", "text/plain; x=application/json", "image/png")) {
            isProblem(post(owner, path, type, "{\"type\":\"ed25519\"}".getBytes(UTF_8)), 415, "application/json");
            isProblem(post(owner, path + "/import", type, annas()), 415, "application/octet-stream");
        }
        isProblem(send(request(path).header("Authorization", basic(owner)).POST(BodyPublishers.noBody()).build()), 415, "application/json");
        isProblem(send(request(path + "/rotate").header("Authorization", basic(owner)).POST(BodyPublishers.noBody()).build()), 415, "application/json");
        HttpResponse<String> preflight = send(request(path).header("Authorization", basic(owner)).method("OPTIONS", BodyPublishers.noBody()).build());
        isProblem(preflight, 405, "GET, POST");
        assertThat(preflight.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control"));
        assertThat(site.administration().keys().all(Site.CALLER, talk)).isEmpty();
    }

    @Test
    void bodies_that_are_broken_or_too_large_are_refused_with_a_reason() {
        MailingList talk = list("bodies");
        String path = "/lists/" + talk.address() + "/keys";
        for (String body : List.of("", "{", "[]", "null", "\"x\"", "{} {}", "{\"type\":\"ed25519\",\"type\":\"rsa3072\"}", "[".repeat(5_000), " ".repeat(20), "{\"type\":" + "[".repeat(50) + "}", "\u0000")) {
            assertThat(post(owner, path, body)).as(body).satisfies(answer -> isProblem(answer, 400, "JSON"));
        }
        isProblem(post(owner, path, "{\"kind\":\"ed25519\"}"), 422, "type");
        isProblem(post(owner, path, "{\"type\":\"rot13\"}"), 422, "ed25519");
        isProblem(post(owner, path, "{\"type\":null}"), 422, "text");
        isProblem(post(owner, path + "/rotate", "{\"technology\":\"OpenPGP\"}"), 422, "openpgp or smime");
        isProblem(get(owner, path + "/export?technology=x"), 422, "openpgp or smime");
        isProblem(post(owner, path + "/restore?dry-run=perhaps", OCTETS, new byte[1]), 422, "yes or no");
        isProblem(post(owner, "/lists/" + talk.address() + "/members/" + ANNA + "/keys", OCTETS, new byte[64 * 1024 + 1]), 413, "64 KiB");
        isProblem(post(owner, path + "/import", OCTETS, new byte[(1 << 20) + 1]), 413, "1024 KiB");
        BodyPublisher endless = BodyPublishers.ofInputStream(() -> new Zeros(70_000));
        isProblem(send(request("/lists/" + talk.address() + "/members/" + ANNA + "/keys").header("Authorization", basic(owner)).header("Content-Type", OCTETS).POST(endless).build()), 413, "64 KiB");
        isProblem(send(request(path).header("Authorization", basic(owner)).header("Content-Type", JSON).header("Content-Encoding", "gzip").POST(BodyPublishers.ofString("{}")).build()), 415, "Content-Encoding");
        assertThat(site.administration().keys().all(Site.CALLER, talk)).isEmpty();
    }

    /// So many octets of which nobody said before how many.
    private static final class Zeros extends InputStream {
        private int left;

        private Zeros(int left) {
            this.left = left;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }
    }

    @Test
    void other_methods_other_paths_and_crafted_paths_are_refused() throws IOException {
        MailingList talk = list("paths");
        String path = "/lists/" + talk.address() + "/keys";
        HttpResponse<String> wrong = send(request(path).header("Authorization", basic(owner)).DELETE().build());
        isProblem(wrong, 405, "GET, POST");
        assertThat(wrong.headers().firstValue("Allow")).hasValue("GET, POST");
        isProblem(get(owner, path + "/rotate"), 405, "POST");
        HttpResponse<String> head = send(request(path).header("Authorization", basic(owner)).HEAD().build());
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        for (String none : List.of("/nothing", path + "/nothing", "/lists", "/lists/" + talk.address(), "")) {
            isProblem(get(owner, none), 404, "api.md");
        }
        for (String crafted : List.of("GET //api/v1/keys/check", "GET /api/v1/lists/..%2f..%2fetc/keys", "GET /api;x=1/v1/keys/check", "GET /api/%2e%2e/api/v1/keys/check",
                "GET /API/v1/keys/check", "GET /api/v1//keys/check", "GET /api/v1/lists/talk%00@lists.example.org/keys")) {
            String answer = raw(crafted + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
            assertThat(answer).as(crafted).startsWith("HTTP/1.1 4").doesNotContain("HTTP/1.1 200").doesNotContainIgnoringCase("jetty").doesNotContain("xception");
        }
        String chunked = "POST " + "/api/v1" + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: " + basic(owner) + "\r\nContent-Type: " + JSON + "\r\nTransfer-Encoding: chunked\r\n\r\n";
        assertThat(raw(chunked + "ZZ\r\n{}\r\n0\r\n\r\n")).startsWith("HTTP/1.1 400").doesNotContain("xception");
        assertThat(raw(chunked.replace(basic(owner), basic("nobody@example.org:x")) + "ZZ\r\n{}\r\n0\r\n\r\n")).startsWith("HTTP/1.1 40").doesNotContain("xception");
        assertThat(raw("GET /api/v1/keys/check HTTP/1.1\r\nHost: evil.example\r\nAuthorization: " + basic(owner) + "\r\nConnection: close\r\n\r\n")).startsWith("HTTP/1.1 421").contains("problem+json");
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), site.address("web").getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    @Test
    void a_role_that_was_taken_away_opens_nothing_with_the_next_call() {
        MailingList talk = list("dismissed");
        assertThat(get(owner, "/lists/" + talk.address() + "/keys").statusCode()).isEqualTo(200);
        site.administration().members().remove(new Caller("test", "cli"), talk, OWNER, Role.OWNER);
        isProblem(get(owner, "/lists/" + talk.address() + "/keys"), 404, "no part in it");
    }
}
