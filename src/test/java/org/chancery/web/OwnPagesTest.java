package org.chancery.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chancery.audit.Act;
import org.chancery.list.MailingList;
import org.chancery.list.Setting;
import org.chancery.list.Settings;
import org.chancery.mail.Address;
import org.chancery.mail.Message;
import org.chancery.secrets.PasswordHash;
import org.chancery.secrets.Secret;
import org.chancery.sender.AddressChanges;
import org.chancery.sender.Credential;
import org.chancery.sender.Credentials;
import org.chancery.sender.Grant;
import org.chancery.sender.Sender;
import org.chancery.sender.SenderId;
import org.chancery.sender.SenderLinks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The page of an authorised sender, and the way back from a change of addresses (authorisation.md section 3.3).
class OwnPagesTest {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Pattern NONCE = Pattern.compile("name=\"nonce\" value=\"([a-z2-7]+)\"");
    private static final Pattern PATH = Pattern.compile("/c/[a-z2-7]{34}");
    private static final Pattern KEY = Pattern.compile("chs1\\.[a-z2-7]{12}\\.[a-z2-7]{26}\\.[a-z2-7]{4}");
    private static final Address ANN = Address.of("ann@example.net");
    private static final Address OFFICE = Address.of("office@example.net");
    private static final String WORD = "seven-herons+12lanterns";
    private final TestSite site = TestSite.withPasswords();
    private final MailingList news = site.list("news", "");
    private final Set<Object> seen = new HashSet<>();
    private final SenderId ann = SenderId.create(site.now, new Random(3));

    @BeforeEach
    void ann() {
        site.store.senders().senders().create(ann, ANN, act());
        site.store.senders().grants().add(Grant.of(new Grant.Target.OfList(news.id()), ann, "admin", site.now), act());
    }

    @AfterEach
    void close() {
        site.close();
    }

    private Act act() {
        return new Act(site.now, "admin", "cli", "test.setup", "-", "");
    }

    private Sender sender() {
        return site.store.senders().senders().find(ann).orElseThrow();
    }

    /// Those to this address that were not looked at yet.
    private List<String> mails(Address to) {
        List<String> found = new ArrayList<>();
        site.store.queue().claimChunks(20, site.now).stream().filter(claim -> seen.add(claim.chunk().posting()))
                .map(claim -> site.store.receipts().notice(claim.chunk().posting()).orElseThrow())
                .filter(notice -> notice.recipients().contains(to)).forEach(notice -> found.add(Message.parse(notice.message()).orThrow().root().text()));
        return found;
    }

    private static String path(String mail) {
        Matcher path = PATH.matcher(mail);
        assertThat(path.find()).as(mail).isTrue();
        return path.group();
    }

    private String ownPage() {
        assertThat(ask(ANN.toString()).statusCode()).isEqualTo(200);
        return path(mails(ANN).getLast());
    }

    private HttpResponse<String> ask(String address) {
        return press("/sender", "address=" + address);
    }

    private HttpResponse<String> press(String path, String fields) {
        Matcher nonce = NONCE.matcher(site.get(path).body());
        assertThat(nonce.find()).isTrue();
        return site.post(path, FORM, "nonce=" + nonce.group(1) + "&" + fields);
    }

    private HttpResponse<String> setPassword(String path, String password, String again) {
        return press(path, "decision=password&password=" + encoded(password) + "&again=" + encoded(again));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private List<Credential> inForce() {
        return site.store.senders().credentials().of(new Credential.Owner.OfSender(ann)).stream().filter(one -> one.worksAt(site.now)).toList();
    }

    @Test
    void a_sender_sets_his_password_on_the_page_behind_the_mail_and_it_is_kept_as_argon2id_alone() {
        String path = ownPage();
        HttpResponse<String> page = setPassword(path, WORD, WORD);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("The password is set").doesNotContain(WORD);
        Credentials.Stored stored = site.store.senders().credentials().password(new Credential.Owner.OfSender(ann)).orElseThrow();
        assertThat(new String(stored.verifier(), StandardCharsets.US_ASCII)).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(PasswordHash.parse(stored.verifier()).orElseThrow().matches(Secret.of(WORD))).isTrue();
        setPassword(path, "nine-kettles+34ladders!", "nine-kettles+34ladders!");
        assertThat(inForce()).as("the one before has ended").hasSize(1);
        press(path, "decision=end&what=" + inForce().getFirst().kid());
        assertThat(inForce()).isEmpty();
    }

    @Test
    void what_the_rules_refuse_is_refused_with_the_reason_and_changes_nothing() {
        String path = ownPage();
        assertThat(setPassword(path, WORD, "nine-kettles+34ladders!").body()).contains("differ");
        assertThat(setPassword(path, "short", "short").body()).contains("too short");
        assertThat(setPassword(path, "seven herons and twelve", "seven herons and twelve").body()).contains("blanks");
        assertThat(setPassword(path, "password1234", "password1234").body()).contains("too easily guessed");
        assertThat(setPassword(path, "ann@example.net", "ann@example.net").statusCode()).isEqualTo(400);
        assertThat(inForce()).isEmpty();
    }

    @Test
    void opening_the_page_changes_nothing_and_neither_does_a_post_without_the_value_of_the_form() {
        String path = ownPage();
        for (String method : List.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE")) {
            site.ask(method, path);
        }
        String fields = "decision=password&password=" + encoded(WORD) + "&again=" + encoded(WORD);
        assertThat(site.get(path + "?" + fields).statusCode()).isEqualTo(200);
        assertThat(site.post(path, FORM, fields).statusCode()).isEqualTo(400);
        assertThat(site.post(path, FORM, "decision=key").statusCode()).isEqualTo(400);
        assertThat(press(path, "decision=nonsense").statusCode()).isEqualTo(400);
        assertThat(inForce()).isEmpty();
        assertThat(sender().addresses()).containsExactly(ANN);
    }

    @Test
    void a_site_without_passwords_offers_none_and_takes_none() {
        try (TestSite plain = TestSite.delivering()) {
            plain.store.senders().senders().create(ann, ANN, act());
            plain.senders.links().mailPage(ANN, act());
            String path = path(plain.store.queue().claimChunks(1, plain.now).stream()
                    .map(claim -> Message.parse(plain.store.receipts().notice(claim.chunk().posting()).orElseThrow().message()).orThrow().root().text()).findFirst().orElseThrow());
            String page = plain.get(path).body();
            assertThat(page).doesNotContain("type=\"password\"");
            Matcher nonce = NONCE.matcher(page);
            assertThat(nonce.find()).isTrue();
            assertThat(plain.post(path, FORM, "nonce=" + nonce.group(1) + "&decision=password&password=" + encoded(WORD) + "&again=" + encoded(WORD)).statusCode()).isEqualTo(400);
            assertThat(plain.store.senders().credentials().of(new Credential.Owner.OfSender(ann))).isEmpty();
        }
    }

    @Test
    void keys_are_made_seen_once_and_ended_one_by_one_and_ten_is_enough() {
        String path = ownPage();
        Matcher first = KEY.matcher(press(path, "decision=key").body());
        assertThat(first.find()).isTrue();
        assertThat(site.get(path).body()).contains(first.group().substring(5, 17)).doesNotContain(first.group());
        for (int i = 0; i < 9; i++) {
            assertThat(press(path, "decision=key").statusCode()).isEqualTo(200);
        }
        assertThat(press(path, "decision=key").statusCode()).isEqualTo(400);
        assertThat(press(path, "decision=end&what=" + first.group().substring(5, 17)).body()).contains("It is ended");
        assertThat(press(path, "decision=end&what=" + first.group().substring(5, 17)).statusCode()).isEqualTo(400);
        assertThat(press(path, "decision=key").statusCode()).isEqualTo(200);
    }

    @Test
    void the_key_of_somebody_else_is_not_ended_from_this_page() {
        SenderId bob = SenderId.create(site.now, new Random(4));
        site.store.senders().senders().create(bob, Address.of("bob@example.net"), act());
        site.store.senders().credentials().add(Credential.of("kidofbob", new Credential.Owner.OfSender(bob), Credential.Kind.KEY, "", site.now), new byte[] {1}, act());
        assertThat(press(ownPage(), "decision=end&what=kidofbob").statusCode()).isEqualTo(400);
        assertThat(site.store.senders().credentials().find("kidofbob").orElseThrow().credential().ended()).isEmpty();
    }

    @Test
    void another_address_is_asked_and_becomes_primary_and_the_old_one_hears_of_each_step() {
        String path = ownPage();
        assertThat(press(path, "decision=ask&address=" + OFFICE).body()).contains("on its way");
        assertThat(sender().addresses()).containsExactly(ANN);
        press(path(mails(OFFICE).getLast()), "decision=confirm");
        assertThat(mails(ANN)).singleElement().satisfies(mail -> assertThat(mail).contains("office@example.net").containsPattern(PATH).contains("2026-11-25 12:00 UTC"));
        press(path, "decision=prefer&what=" + OFFICE);
        assertThat(sender().primary()).isEqualTo(OFFICE);
        assertThat(mails(ANN)).hasSize(1);
        assertThat(press(path, "decision=remove&what=" + ANN).body()).as("the link went with its address").contains("The old address was told");
        assertThat(sender().addresses()).containsExactly(OFFICE);
        assertThat(site.get(path).statusCode()).isEqualTo(404);
    }

    /// Gives Ann another primary address, as if somebody had got at her page.
    private String hijacked() {
        site.senders.addresses().add(sender(), OFFICE, AddressChanges.Telling.FINAL, act());
        site.senders.addresses().prefer(sender(), OFFICE, AddressChanges.Telling.UNDO, act());
        site.senders.addresses().remove(sender(), ANN, AddressChanges.Telling.UNDO, act());
        return path(mails(ANN).getFirst());
    }

    @Test
    void the_old_address_takes_the_change_back_within_72_hours_by_the_button_alone() {
        String path = hijacked();
        site.now = site.now.plus(Duration.ofHours(72)).minusSeconds(1);
        for (String method : List.of("GET", "HEAD", "OPTIONS", "POST", "PUT")) {
            site.ask(method, path);
        }
        assertThat(site.get(path).body()).contains("ann@example.net, office@example.net");
        assertThat(site.post(path, FORM, "decision=undo").statusCode()).isEqualTo(400);
        assertThat(press(path, "decision=prefer&what=" + OFFICE).statusCode()).isEqualTo(400);
        assertThat(sender().addresses()).containsExactly(OFFICE);
        assertThat(press(path, "decision=undo").body()).contains("The addresses are as they were");
        assertThat(sender().addresses()).containsExactly(ANN, OFFICE);
        assertThat(site.get(path).statusCode()).isEqualTo(404);
        assertThat(site.store.audit().last(10).stream().map(entry -> entry.act().action())).contains("sender.address.undo");
    }

    @Test
    void after_72_hours_or_with_another_token_nothing_is_taken_back() {
        String path = hijacked();
        String forged = path.substring(0, 20) + (path.charAt(20) == 'a' ? 'b' : 'a') + path.substring(21);
        assertThat(site.get(forged).statusCode()).isEqualTo(404);
        site.now = site.now.plus(Duration.ofHours(72));
        assertThat(site.get(path).statusCode()).isEqualTo(404);
        assertThat(site.post(path, FORM, "nonce=a&decision=undo").statusCode()).isEqualTo(404);
        assertThat(sender().addresses()).containsExactly(OFFICE);
    }

    @Test
    void who_loses_an_address_by_an_undo_hears_of_it_without_a_link() {
        site.senders.addresses().add(sender(), OFFICE, AddressChanges.Telling.UNDO, act());
        press(path(mails(ANN).getFirst()), "decision=undo");
        assertThat(sender().addresses()).containsExactly(ANN);
        assertThat(mails(OFFICE)).singleElement().satisfies(mail -> assertThat(mail).contains("ann@example.net").doesNotContainPattern(PATH));
    }

    @Test
    void au25_the_form_says_the_same_for_any_address_and_mails_senders_alone_and_seldom() {
        String known = ask(ANN.toString()).body();
        assertThat(ask("nobody@example.net").body()).isEqualTo(known);
        assertThat(mails(Address.of("nobody@example.net"))).isEmpty();
        for (int i = 1; i < SenderLinks.PER_ADDRESS; i++) {
            ask(ANN.toString());
        }
        assertThat(ask(ANN.toString()).body()).isEqualTo(known);
        site.now = site.now.plus(Duration.ofHours(1));
        assertThat(mails(ANN)).hasSize(SenderLinks.PER_ADDRESS - 1);
        assertThat(ask("no address").statusCode()).isEqualTo(400);
        site.store.senders().senders().suspend(ann, true, act());
        site.now = site.now.plus(Duration.ofDays(1));
        assertThat(ask(ANN.toString()).body()).isEqualTo(known);
        assertThat(mails(ANN)).isEmpty();
    }

    @Test
    void who_got_at_the_page_cannot_fill_the_mailbox_with_changes() {
        site.senders.addresses().add(sender(), OFFICE, AddressChanges.Telling.FINAL, act());
        String path = ownPage();
        for (int i = 0; i < 30; i++) {
            press(path, "decision=prefer&what=" + (i % 2 == 0 ? OFFICE : ANN));
        }
        assertThat(mails(ANN).size() + mails(OFFICE).size()).isLessThanOrEqualTo(20);
        assertThat(press(path, "decision=prefer&what=" + sender().addresses().getLast()).body()).contains("Nothing was changed");
    }

    @Test
    void a_sender_is_written_to_in_the_language_of_the_list_he_may_post_to() {
        SenderId eva = SenderId.create(site.now, new Random(5));
        Address address = Address.of("eva@example.net");
        site.store.senders().senders().create(eva, address, act());
        site.store.senders().grants().add(
                Grant.of(new Grant.Target.OfList(site.list("nouvelles", Settings.DEFAULTS.with(Setting.LANGUAGE, "fr")).id()), eva, "admin", site.now), act());
        ask(address.toString());
        assertThat(mails(address)).singleElement().satisfies(mail -> assertThat(mail).contains("La page est ouverte"));
    }
}
