package org.chancery.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.chancery.journey.SealedSite.ANNA;
import static org.chancery.journey.SealedSite.LIST;
import static org.chancery.journey.SealedSite.OWNER;
import static org.chancery.journey.SealedSite.REQUEST;
import static org.chancery.journey.SealedSite.TEXT;
import static org.chancery.journey.SealedSite.words;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chancery.keyring.MemberKey;
import org.junit.jupiter.api.Test;

/// Commands that name keys by their fingerprints, as people write them who come from Schleuder.
class FingerprintsTest {
    private static final String NEW = "Anna again <" + ANNA + ">";
    private static final String BEGIN = "list: " + LIST + "\n";
    private static final String UNKNOWN = "0123456789ABCDEF0123456789ABCDEF01234567";

    private static List<MemberKey> keys(SealedSite world, String address) {
        return world.site.administration().keys().ofMember(Site.CALLER, world.talk, address);
    }

    /// In groups of four, as GnuPG shows it.
    private static String grouped(String fingerprint) {
        return fingerprint.replaceAll("(.{4})(?=.)", "$1 ");
    }

    /// Another key of Anna, handed in; its fingerprint.
    private static String handedIn(SealedSite world) throws IOException {
        world.gpg.generate(NEW, "2y");
        String armour = new String(world.gpg.run(new byte[0], "--armor", "--export", "=" + NEW), UTF_8);
        assertThat(words(world.ask(ANNA, BEGIN + "key add\n\n" + armour, "=<" + ANNA + ">"))).contains("encrypted to this key");
        return world.gpg.fingerprint(NEW);
    }

    private static void proved(SealedSite world) throws IOException {
        Matcher token = Pattern.compile("talk-confirm\\+[a-z2-7]{34}@lists\\.example\\.org").matcher(world.sealedTo(ANNA).stream().map(world::opened).reduce("", String::concat));
        assertThat(token.find()).isTrue();
        Site.receipt(world.site.post(ANNA, token.group(), Site.message(ANNA, token.group(), "Re: yes")));
        Site.await(() -> keys(world, ANNA).stream().anyMatch(key -> key.state() == MemberKey.State.PROVED));
    }

    private static String active(SealedSite world) {
        return keys(world, ANNA).stream().filter(MemberKey::isActive).findFirst().orElseThrow().fingerprint();
    }

    @Test
    void a_member_changes_the_key_by_naming_the_proved_one_in_a_mail_that_the_old_one_signed() throws IOException {
        try (SealedSite world = new SealedSite()) {
            String old = world.gpg.fingerprint("<" + ANNA + ">");
            String fresh = handedIn(world);
            String set = BEGIN + "x-set-fingerprint: " + grouped(fresh).toLowerCase(Locale.ROOT) + "\n";
            assertThat(words(world.ask(ANNA, BEGIN + "key set " + UNKNOWN + "\n", "=<" + ANNA + ">"))).contains("not handed in").contains("What waits is " + fresh);
            assertThat(words(world.ask(ANNA, set, "=<" + ANNA + ">"))).contains(fresh + " is not proved yet").contains("went to " + ANNA);
            assertThat(active(world)).isEqualTo(old);

            proved(world);
            assertThat(world.site.post(ANNA, REQUEST, world.signed(ANNA, TEXT + set.replace("\n", "\r\n"), "=" + NEW))).as("by the new key").startsWith("550");
            assertThat(words(world.ask(ANNA, set, "=<" + ANNA + ">"))).contains(fresh + " is in use from now on");
            assertThat(active(world)).isEqualTo(fresh);
            assertThat(words(world.ask(ANNA, set, "=" + NEW))).contains(fresh + ": this key is in use already");
            assertThat(world.site.post(ANNA, REQUEST, world.signed(ANNA, TEXT + BEGIN.replace("\n", "\r\n") + "help\r\n", "=<" + ANNA + ">"))).as("by the old key").startsWith("550");
        }
    }

    @Test
    void an_owner_approves_by_fingerprint_of_that_key_alone_and_a_member_of_none() throws IOException {
        try (SealedSite world = new SealedSite()) {
            String fresh = handedIn(world);
            assertThat(words(world.ask(OWNER, BEGIN + "key set " + ANNA + " " + fresh + "\n"))).as("not proved").contains("is not proved yet");
            proved(world);
            assertThat(words(world.ask(OWNER, BEGIN + "key set " + ANNA + " " + UNKNOWN + "\n"))).contains("nothing was done").contains("What waits is " + fresh);
            assertThat(words(world.ask(ANNA, BEGIN + "key set " + OWNER + " " + fresh + "\n", "=<" + ANNA + ">"))).contains("may not");
            assertThat(keys(world, ANNA)).extracting(MemberKey::state).containsOnly(MemberKey.State.PROVED, MemberKey.State.ACTIVE);

            assertThat(words(world.ask(OWNER, BEGIN + "x-set-fingerprint: " + ANNA + " 0x" + fresh + "\n"))).contains(fresh + " counts in three days");
            assertThat(keys(world, ANNA)).extracting(MemberKey::state).containsOnly(MemberKey.State.COOLING, MemberKey.State.ACTIVE);
            assertThat(words(world.ask(OWNER, BEGIN + "key set " + ANNA + " " + fresh + "\n"))).containsPattern(fresh + " counts from \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC on");
        }
    }

    @Test
    void a_fingerprint_is_enough_to_end_ones_own_key_and_tells_nothing_of_anothers() throws IOException {
        try (SealedSite world = new SealedSite()) {
            String anna = world.gpg.fingerprint("<" + ANNA + ">");
            String owner = world.gpg.fingerprint("<" + OWNER + ">");
            String answer = world.ask(ANNA, BEGIN + "x-delete-key: " + owner + "\nx-delete-key: " + UNKNOWN + "\n");
            assertThat(words(answer).split("> key revoke There is no such key\\.", -1)).as("the same for both").hasSize(3);
            assertThat(keys(world, OWNER)).allMatch(MemberKey::isActive);

            String fresh = handedIn(world);
            assertThat(words(world.ask(ANNA, BEGIN + "key revoke " + grouped(fresh) + "\n", "=<" + ANNA + ">"))).contains(fresh + " was taken back");
            assertThat(keys(world, ANNA)).extracting(MemberKey::fingerprint).containsExactly(anna);
            assertThat(words(world.ask(OWNER, BEGIN + "x-delete-key: " + anna + "\n"))).contains("Used no more: " + anna);
            assertThat(keys(world, ANNA)).extracting(MemberKey::state).containsExactly(MemberKey.State.WITHDRAWN);
            assertThat(words(world.ask(OWNER, BEGIN + "x-delete-key: " + anna + "\n"))).contains("There is no such key");
        }
    }

    @Test
    void a_key_that_somebody_else_handed_in_too_is_ended_for_nobody_by_its_fingerprint() throws IOException {
        try (SealedSite world = new SealedSite()) {
            String owner = world.gpg.fingerprint("<" + OWNER + ">");
            String armour = new String(world.gpg.run(new byte[0], "--armor", "--export", "=<" + OWNER + ">"), UTF_8);
            assertThat(words(world.ask(ANNA, BEGIN + "key add\n\n" + armour))).contains("encrypted to this key");
            assertThat(words(world.ask(OWNER, BEGIN + "x-delete-key: " + owner + "\n"))).contains("nothing was done").contains(ANNA).contains(OWNER);
            assertThat(keys(world, OWNER)).allMatch(MemberKey::isActive);
            assertThat(words(world.ask(ANNA, BEGIN + "x-delete-key: " + owner + "\n"))).as("her own way of it").contains(owner + " was taken back");
            assertThat(keys(world, OWNER)).allMatch(MemberKey::isActive);
        }
    }
}
