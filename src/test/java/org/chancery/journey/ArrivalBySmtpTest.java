package org.chancery.journey;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.chancery.kit.Author;
import org.chancery.list.MailingList;
import org.chancery.protection.Technology;
import org.chancery.protection.openpgp.OpenPgpCertificate;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Promises T1 and T8 over SMTP: who may post how, from the reply and what members get; and all that cannot be opened is answered in one sentence and
/// in one band of time.
class ArrivalBySmtpTest {
    private static final String ANN = "ann@example.net";
    private static final String KIT = "kit@example.net";
    private static final String OUT = "out@example.com";
    private static final int SAMPLES = 40;
    /// Whoever sends more that cannot be opened is told to come later.
    private static final int PER_AUTHOR = 20;
    /// Replies leave at whole steps of 20 ms; a busy machine moves some to the next.
    private static final double MOST_APART_MILLIS = 20;

    /// What is changed in the last but one block of CBC changes the same octet of the last one.
    private static final int AES_BLOCK = 16;

    @AutoClose
    private static Readers readers;

    private static Site site;

    @BeforeAll
    static void start() throws IOException {
        readers = Readers.start("limits.connections_per_minute=100000");
        site = readers.site();
    }

    /// Ann has keys, Kit is a member without, both take part; whoever comes is accepted by the policy.
    private static MailingList list(String name, Map<String, String> settings) {
        MailingList list = site.set(readers.openList(name, "encrypted"), settings);
        readers.member(list, ANN, Technology.OPENPGP, Technology.SMIME);
        readers.member(list, KIT);
        return list;
    }

    private static String post(MailingList list, String from, byte[] content) throws IOException {
        return site.post(from, list, readers.message(list, from, "...", content));
    }

    // ---- T1

    /// A letter for each of: clear, signed, encrypted, signed and encrypted; `+` taken and delivered, `h` held, `-` refused.
    private static String verdicts(MailingList list, Technology technology, String from) throws IOException {
        Author author = readers.person(from);
        String text = "Said by " + from + " on " + list.address() + "\r\n";
        StringBuilder verdicts = new StringBuilder();
        List<byte[]> posts = List.of(author.plain(text), author.signed(technology, "1. " + text), // one text signed twice in a second is one signature
                content(readers.encrypted(list, technology, from, "...", text, false)), content(readers.encrypted(list, technology, from, "...", "2. " + text, true)));
        for (byte[] content : posts) {
            int before = site.copies(list, ANN).size();
            String reply = post(list, from, content);
            if (reply.startsWith("250")) {
                site.settle();
                verdicts.append(site.copies(list, ANN).size() > before ? '+' : 'h');
            } else {
                assertThat(reply).startsWith("550 5.7.");
                verdicts.append('-');
            }
        }
        return verdicts.toString();
    }

    /// Of a whole message, what comes behind its own fields.
    private static byte[] content(byte[] message) {
        String text = new String(message, ISO_8859_1);
        return text.substring(text.indexOf("Content-")).getBytes(ISO_8859_1);
    }

    @ParameterizedTest
    @EnumSource(Technology.class)
    void t1_members_with_a_key_and_without_and_outsiders_hear_what_the_settings_say(Technology technology) throws IOException {
        boolean anybodyVouched = technology == Technology.SMIME; // an authority vouches for Kit; an OpenPGP key nobody has bound
        record Row(String encrypt, String sign, String ann, String kit, String out) {}
        for (Row row : List.of(
                new Row("no", "no", "++--", "++--", "++--"),
                new Row("no", "force", "-+--", anybodyVouched ? "-+--" : "----", "----"),
                new Row("yes", "no", "++++", "++++", "++++"),
                new Row("yes", "yes", "h+h+", anybodyVouched ? "h+h+" : "hhhh", "hhhh"),
                new Row("force", "no", "--++", "--++", "--++"),
                new Row("force", "force", "---+", anybodyVouched ? "---+" : "----", "----"))) {
            String other = technology == Technology.OPENPGP ? "smime" : "gpg";
            String own = technology.setting();
            MailingList list = list(technology.word() + "-" + row.encrypt() + "-" + row.sign(), Map.of(own + "_post_encrypt", row.encrypt(), own + "_post_sign", row.sign(),
                    other + "_post_encrypt", "no", other + "_post_sign", "no", own + "_distrib_encrypt", "yes", other + "_distrib_encrypt", "yes"));
            assertThat(verdicts(list, technology, ANN)).as("member with a key, %s", row).isEqualTo(row.ann());
            assertThat(verdicts(list, technology, KIT)).as("member without, %s", row).isEqualTo(row.kit());
            assertThat(verdicts(list, technology, OUT)).as("outsider, %s", row).isEqualTo(row.out());
        }
        site.settle();
        assertThat(site.sink().messages().stream().filter(copy -> copy.recipients().contains(ANN))).as("no copy to Ann is in clear").noneMatch(copy -> copy.text().contains("Said by"));
    }

    // ---- T8

    @Test
    void t8_what_cannot_be_opened_hears_one_sentence_in_one_band_of_time() throws IOException {
        MailingList list = list("closed", Map.of("gpg_post_encrypt", "yes", "smime_post_encrypt", "yes", "gpg_post_sign", "no", "smime_post_sign", "no"));
        Map<String, byte[]> forms = closed(list);
        Map<String, List<Double>> times = new LinkedHashMap<>();
        List<String> order = new ArrayList<>();
        for (int i = 0; i < SAMPLES; i++) {
            order.addAll(forms.keySet());
        }
        Collections.shuffle(order, new Random(8));
        String said = "";
        int sent = 0;
        for (String form : order) {
            String from = "out" + sent++ / PER_AUTHOR + "@example.com";
            byte[] message = new String(readers.message(list, OUT, "...", forms.get(form)), ISO_8859_1).replace("<" + OUT + ">", "<" + from + ">").getBytes(ISO_8859_1);
            long begin = System.nanoTime();
            String reply = site.post(from, list, message);
            times.computeIfAbsent(form, _ -> new ArrayList<>()).add((System.nanoTime() - begin) / (double) Duration.ofMillis(1).toNanos());
            said = said.isEmpty() ? reply : said;
            assertThat(reply).as(form).isEqualTo(said).startsWith("550 5.7.1 This message could not be opened");
        }
        Map<String, Double> medians = new LinkedHashMap<>();
        times.forEach((form, all) -> medians.put(form, all.stream().sorted().skip(all.size() / 2).findFirst().orElseThrow()));
        System.out.printf(Locale.ROOT, "closed posts, median ms of %d: %s%n", SAMPLES, medians);
        assertThat(Collections.max(medians.values()) - Collections.min(medians.values())).as("medians %s", medians).isLessThan(MOST_APART_MILLIS);
        forms.keySet().forEach(form -> assertThat(Collections.min(times.get(form))).as("%s waits for the first step", form).isGreaterThanOrEqualTo(20));
    }

    /// Changed ciphertext in CBC comes out with a wrong padding, or as garbage: of what must be signed the answer does not say which.
    @Test
    void t8_whoever_changes_what_was_encrypted_does_not_learn_how_its_padding_came_out() throws IOException {
        MailingList list = list("unasked", Map.of("gpg_post_encrypt", "yes", "smime_post_encrypt", "yes", "gpg_post_sign", "force", "smime_post_sign", "force"));
        byte[] smime = readers.listKey(list, Technology.SMIME);
        byte[] cms = cms(readers.person(ANN).encrypted(smime, "Text\r\n", true));
        String padding = post(list, ANN, enveloped(changed(cms, cms.length - AES_BLOCK - 1)));
        String garbage = post(list, ANN, enveloped(changed(cms, cms.length - AES_BLOCK - 4)));
        String unsigned = post(list, ANN, readers.person(ANN).encrypted(smime, "Text\r\n", false));
        assertThat(padding).startsWith("550 5.7.1 This message could not be opened").contains("must also be signed inside");
        assertThat(List.of(garbage, unsigned)).containsOnly(padding);
        assertThat(post(list, ANN, enveloped(cms))).startsWith("250 ");
        assertThat(site.administration().keys().concerns(Site.CALLER)).anySatisfy(concern -> {
            assertThat(concern.list().address()).isEqualTo(list.address());
            assertThat(concern.sentence()).contains("3 posts of the last day could not be opened");
        });
    }

    /// To others, broken, weak, and with a session key that does not come out, in both schemes.
    private static Map<String, byte[]> closed(MailingList list) {
        Author out = readers.person(OUT);
        OpenPgpCertificate openPgp = readers.certificate(list);
        byte[] smime = readers.listKey(list, Technology.SMIME);
        Author other = readers.person("else@example.org");
        byte[] sealed = packets(out.encrypted(openPgp, "Text\r\n", true));
        byte[] cms = cms(out.encrypted(smime, "Text\r\n", true));
        Map<String, byte[]> closed = new LinkedHashMap<>();
        closed.put("OpenPGP, to others", out.encrypted(other.key().certificate(), "Text\r\n", true));
        closed.put("OpenPGP, broken", Author.enclosed(changed(sealed, sealed.length - 5)));
        closed.put("OpenPGP, without integrity", Author.enclosed(withoutIntegrity(sealed)));
        closed.put("OpenPGP, wrong session key", Author.enclosed(changed(sealed, sealed[1] & 0xFF)));
        closed.put("OpenPGP, nothing of the kind", Author.enclosed(new byte[] {(byte) 0xD2, 1}));
        closed.put("S/MIME, to others", out.encrypted(other.certificate(), "Text\r\n", true));
        closed.put("S/MIME, broken", enveloped(Arrays.copyOf(cms, cms.length - 20)));
        closed.put("S/MIME, old cipher", out.encrypted(smime, out.plain("Text\r\n"), "-des3"));
        closed.put("S/MIME, wrong padding of the key", enveloped(changed(cms, wrappedKey(cms) + 100)));
        closed.put("S/MIME, wrong padding of the text", enveloped(changed(cms, cms.length - AES_BLOCK - 1)));
        return closed;
    }

    private static byte[] changed(byte[] octets, int at) {
        byte[] changed = octets.clone();
        changed[at] ^= 0x55;
        return changed;
    }

    private static byte[] withoutIntegrity(byte[] sealed) {
        byte[] without = sealed.clone();
        int body = 2 + (sealed[1] & 0xFF);
        assertThat(without[body] & 0xFF).isEqualTo(0xD2);
        without[body] = (byte) 0xC9;
        return without;
    }

    /// The octet string of 256 octets with the session key for RSA.
    private static int wrappedKey(byte[] cms) {
        for (int at = 0; at + 4 < cms.length; at++) {
            if (cms[at] == 4 && cms[at + 1] == (byte) 0x82 && cms[at + 2] == 1 && cms[at + 3] == 0) {
                return at + 4;
            }
        }
        throw new AssertionError("no wrapped key");
    }

    private static byte[] packets(byte[] entity) {
        String text = new String(Readers.armour(entity), ISO_8859_1);
        return Base64.getMimeDecoder().decode(text.replaceAll("(?m)^-----.*$|^=.{4}\\r?$", ""));
    }

    private static byte[] cms(byte[] entity) {
        String text = new String(entity, ISO_8859_1);
        return Base64.getMimeDecoder().decode(text.substring(text.indexOf("\r\n\r\n")));
    }

    private static byte[] enveloped(byte[] cms) {
        return ("Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                + Base64.getMimeEncoder().encodeToString(cms) + "\r\n").getBytes(ISO_8859_1);
    }
}
