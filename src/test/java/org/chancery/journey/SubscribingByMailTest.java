package org.chancery.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.chancery.journey.SealedSite.ANNA;
import static org.chancery.journey.SealedSite.LIST;
import static org.chancery.journey.SealedSite.OWNER;
import static org.chancery.journey.SealedSite.words;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.chancery.keyring.MemberKey;
import org.chancery.list.Member;
import org.chancery.list.Role;
import org.chancery.mail.Address;
import org.junit.jupiter.api.Test;

/// `subscribe` with all that Schleuder's takes.
class SubscribingByMailTest {
    private static final String NEW = "new@example.net";
    private static final String SUBSCRIBE = "list: " + LIST + "\nx-subscribe: " + NEW + " ";

    private static Optional<Member> member(SealedSite world, Role role) {
        return world.site.administration().members().show(world.talk, NEW).stream().filter(member -> member.role() == role).findFirst();
    }

    private static boolean isThere(SealedSite world) {
        boolean[] found = {false};
        world.site.administration().members().each(world.talk, Optional.empty(), member -> found[0] |= member.address().equals(Address.of(NEW)));
        return found[0];
    }

    private static List<MemberKey> keys(SealedSite world) {
        return world.site.administration().keys().ofMember(Site.CALLER, world.talk, NEW);
    }

    private static String armour(SealedSite world, String address) {
        return "\n" + new String(world.gpg.run(new byte[0], "--armor", "--export", "=<" + address + ">"), UTF_8);
    }

    @Test
    void an_owner_makes_an_owner_who_gets_no_posts_and_whose_key_waits_for_proof() throws IOException {
        try (SealedSite world = new SealedSite()) {
            world.gpg.generate("<" + NEW + ">", "2y");
            String key = world.gpg.fingerprint("<" + NEW + ">");
            assertThat(words(world.ask(OWNER, SUBSCRIBE + "0x" + key + " true false\n" + armour(world, NEW))))
                    .contains(NEW + " is a member now").contains("No posts are sent to " + NEW).contains(NEW + " is an owner of the list now").contains(key + ": a mail went to " + NEW);
            assertThat(member(world, Role.MEMBER)).get().extracting(member -> member.preferences().state()).isEqualTo(Member.Delivery.OFF_BY_MODERATOR);
            assertThat(member(world, Role.OWNER)).isPresent();
            assertThat(keys(world)).extracting(MemberKey::state).containsExactly(MemberKey.State.PENDING);
            Site.await(() -> !world.sealedTo(NEW).isEmpty());
            assertThat(world.opened(world.sealedTo(NEW).getLast())).contains("talk-confirm+");
            assertThat(words(world.ask(OWNER, SUBSCRIBE + "true\n"))).as("a second time").contains("already").doesNotContain("is a member now");
        }
    }

    @Test
    void a_fingerprint_brings_no_key_into_use_and_another_key_in_the_mail_is_left_alone() throws IOException {
        try (SealedSite world = new SealedSite()) {
            world.gpg.generate("<" + NEW + ">", "2y");
            String key = world.gpg.fingerprint("<" + NEW + ">");
            assertThat(words(world.ask(OWNER, SUBSCRIBE + key + " false true\n" + armour(world, ANNA))))
                    .contains(NEW + " is a member now").contains(key + " is not in use for " + NEW).contains("\"key add " + NEW + "\"").doesNotContain("owner of the list now").doesNotContain("No posts");
            assertThat(keys(world)).isEmpty();
            assertThat(member(world, Role.OWNER)).isEmpty();
            assertThat(member(world, Role.MEMBER)).get().matches(member -> member.preferences().delivery());
        }
    }

    @Test
    void a_key_that_the_address_has_in_use_already_is_known() throws IOException {
        try (SealedSite world = new SealedSite()) {
            world.site.add(world.talk, NEW, Role.POSTER);
            world.person(NEW, world.talk);
            String key = world.gpg.fingerprint("<" + NEW + ">");
            assertThat(words(world.ask(OWNER, SUBSCRIBE + key + "\n"))).contains(key + ": this key is in use already");
        }
    }

    @Test
    void a_moderator_names_no_owner_and_hands_in_no_key_of_another() throws IOException {
        try (SealedSite world = new SealedSite()) {
            world.site.add(world.talk, ANNA, Role.MODERATOR);
            world.gpg.generate("<" + NEW + ">", "2y");
            String key = world.gpg.fingerprint("<" + NEW + ">");
            assertThat(words(world.ask(ANNA, SUBSCRIBE + key + " true true\n" + armour(world, NEW)))).contains("may not name and dismiss owners");
            assertThat(isThere(world)).as("nothing at all is done").isFalse();
            assertThat(words(world.ask(ANNA, SUBSCRIBE + key + " false\n" + armour(world, NEW)))).contains(NEW + " is a member now").contains(key + " is not in use for " + NEW);
            assertThat(keys(world)).isEmpty();
        }
    }
}
