package org.chancery.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import org.chancery.account.Account;
import org.chancery.kit.SmtpSink;
import org.chancery.list.ListRequests.ListRequest;
import org.chancery.mail.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Somebody asks for a list, and whoever owns the domain decides: the mails that go with it.
class ListRequestsTest {
    private static final String ASKER = "creator@example.net";
    private static final String OWNER = "domain-owner@example.net";
    private static Site site;
    private static Account asker;

    @BeforeAll
    static void start() throws IOException {
        site = Site.start();
        site.openList("there");
        asker = account(ASKER, "list-creator");
        account(OWNER, "domain-owner");
    }

    private static Account account(String address, String role) {
        site.account(address);
        Account account = site.administration().accounts().require(address);
        site.administration().accounts().grant(Site.CALLER, account, role, Optional.of(Site.DOMAIN));
        return site.administration().accounts().require(address);
    }

    @AfterAll
    static void stop() throws IOException {
        site.close();
    }

    private static String number(ListRequest request) {
        return Long.toString(request.id());
    }

    @Test
    void the_domain_owner_reads_who_asks_for_what_and_the_asker_reads_that_it_is_made() {
        ListRequest request = site.administration().listRequests().ask(Site.CALLER, asker, "wanted@lists.example.org", "private", "For the choir");
        Message asked = site.mail(OWNER, "A new mailing list is asked for: wanted@lists.example.org");
        assertThat(asked.root().text()).contains("wanted@lists.example.org").contains("private").contains("For the choir").contains("list requests");
        assertThat(site.header(asked, "From").orElseThrow()).contains("postmaster@lists.example.org");
        assertThat(site.header(asked, "Auto-Submitted")).contains("auto-generated");

        site.administration().listRequests().grant(Site.CALLER, number(request));
        assertThat(site.mail(ASKER, "Your mailing list is ready").root().text()).contains("wanted@lists.example.org").contains("You are its owner");
    }

    @Test
    void a_refusal_is_told_to_the_asker_with_its_reason_and_to_nobody_else() {
        ListRequest request = site.administration().listRequests().ask(Site.CALLER, asker, "unwanted@lists.example.org", "discussion", "Why not");
        site.administration().listRequests().refuse(Site.CALLER, number(request), "We have one already");
        assertThat(site.mail(ASKER, "was not granted").root().text()).contains("unwanted@lists.example.org").contains("We have one already");
        site.settle();
        assertThat(site.about(OWNER, "was not granted")).isEmpty();
        assertThat(site.about(ASKER, "was not granted").stream().map(SmtpSink.Message::recipients)).hasSize(1);
    }
}
