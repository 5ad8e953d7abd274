package org.chancery.reception;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.chancery.delivery.bounce.ReportedCopy;
import org.chancery.list.MailingList;
import org.chancery.list.Member;
import org.chancery.mail.Address;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whom an address of the site means.
class AddresseesTest {
    private final ReceptionSite site = new ReceptionSite();
    private final MailingList talk = site.list("talk");

    @AfterEach
    void close() {
        site.close();
    }

    private Addressee of(String local) {
        return site.addressees.of(Address.of(local + "@lists.example.org"));
    }

    @ParameterizedTest
    @CsvSource({
        "talk, Posting", "TALK, Posting", "talk-owner, Owners", "Talk-OWNER, Owners", "talk-bounces, StrayBounce", "talk-request, Request", "talk-join, Join",
        "talk-subscribe, Join", "talk-leave, Leave", "talk-unsubscribe, Leave", "talk-help, Help", "postmaster, Postmaster", "PostMaster, Postmaster"})
    void each_suffix_has_one_meaning_in_whatever_case(String local, String meaning) {
        assertThat(of(local).getClass().getSimpleName()).isEqualTo(meaning);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "nobody-owner", "-owner", "talk-", "talk-admin", "talk-owner-owner", "talk+x", "talk-bounces+", "bounces+", "confirm+", "talk-confirm+x",
        "challenge-bounces+x", "challenge-bounces+0"})
    void what_means_nobody_is_unknown(String local) {
        assertThat(of(local)).isInstanceOf(Addressee.Unknown.class);
    }

    @Test
    void another_domain_is_foreign_even_when_a_list_has_that_name_here() {
        assertThat(site.addressees.of(Address.of("talk@example.net"))).isEqualTo(new Addressee.Foreign());
    }

    @Test
    void the_postmaster_of_the_machine_is_ours_even_where_it_has_no_lists() {
        assertThat(site.addressees.of(Address.of("Postmaster@localhost"))).isEqualTo(new Addressee.Postmaster());
        assertThat(site.addressees.of(Address.of("talk@localhost"))).isEqualTo(new Addressee.Foreign());
    }

    @Test
    void a_return_path_names_the_membership_until_its_day_is_long_over() {
        Member member = site.add(talk, "ann@example.net");
        String token = site.bounces.create(member.number().value(), site.now);
        Addressee.BounceOf bounce = new Addressee.BounceOf(talk, new ReportedCopy(member.number(), false));
        assertThat(of("talk-bounces+" + token)).isEqualTo(bounce);
        assertThat(of("bounces+" + token)).as("what a long list name leaves").isEqualTo(bounce);
        site.now = site.now.plus(Duration.ofDays(400));
        assertThat(of("talk-bounces+" + token)).isInstanceOf(Addressee.Unknown.class);
    }

    @Test
    void a_token_counts_only_on_its_own_list() {
        site.list("other");
        Member member = site.add(talk, "ann@example.net");
        String token = site.bounces.create(member.number().value(), site.now);
        assertThat(of("other-bounces+" + token)).isInstanceOf(Addressee.Unknown.class);
        String forged = (token.charAt(0) == 'a' ? 'b' : 'a') + token.substring(1);
        assertThat(of("talk-bounces+" + forged)).isInstanceOf(Addressee.Unknown.class);
    }
}
