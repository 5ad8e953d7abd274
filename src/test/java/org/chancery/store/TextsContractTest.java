package org.chancery.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.chancery.list.ListId;
import org.chancery.list.MailingList;
import org.chancery.mail.Domain;
import org.chancery.notice.Language;
import org.chancery.notice.TextId;
import org.chancery.notice.TextOverrides.Scope;
import org.chancery.notice.TextOverrides.Words;
import org.junit.jupiter.api.Test;

class TextsContractTest extends ContractTest {
    private static final Scope SITE = new Scope.OfSite();
    private static final Scope DOMAIN = new Scope.OfDomain(EXAMPLE);

    private boolean save(Scope scope, String text) {
        return store.texts().save(new Words(scope, TextId.WELCOME, Language.DE, text), act("text.set", "welcome"));
    }

    private String nearest(Scope... scopes) {
        return store.texts().nearest(TextId.WELCOME, Language.DE, List.of(scopes)).map(Words::text).orElse("ours");
    }

    @Test
    void the_first_scope_with_words_in_that_language_wins() {
        MailingList talk = list("talk");
        Scope list = new Scope.OfList(talk.id());
        assertThat(nearest(list, DOMAIN, SITE)).isEqualTo("ours");
        save(SITE, "site");
        assertThat(nearest(list, DOMAIN, SITE)).isEqualTo("site");
        save(list, "list");
        save(DOMAIN, "domain");
        assertThat(nearest(list, DOMAIN, SITE)).isEqualTo("list");
        assertThat(nearest(DOMAIN, SITE)).isEqualTo("domain");
        assertThat(nearest(new Scope.OfList(new ListId(999)), SITE)).isEqualTo("site");
        assertThat(store.texts().nearest(TextId.WELCOME, Language.FR, List.of(SITE))).isEmpty();
        assertThat(store.texts().nearest(TextId.GOODBYE, Language.DE, List.of(SITE))).isEmpty();
        assertThat(store.texts().all()).extracting(Words::text).containsExactlyInAnyOrder("site", "list", "domain");
    }

    @Test
    void only_what_changes_is_logged() {
        list("talk");
        long before = entries();
        assertThat(save(SITE, "one")).isTrue();
        assertThat(save(SITE, "one")).isFalse();
        assertThat(save(SITE, "two")).isTrue();
        assertThat(store.texts().remove(SITE, TextId.WELCOME, Language.DE, act("text.remove", "welcome"))).isTrue();
        assertThat(store.texts().remove(SITE, TextId.WELCOME, Language.DE, act("text.remove", "welcome"))).isFalse();
        assertThat(nearest(SITE)).isEqualTo("ours");
        assertThat(entries() - before).isEqualTo(3);
    }

    private long entries() {
        long[] count = {0};
        store.audit().each(_ -> count[0]++);
        return count[0];
    }

    @Test
    void words_go_with_their_list_and_their_domain_and_none_are_stored_for_those_that_are_gone() {
        MailingList talk = list("talk");
        Scope list = new Scope.OfList(talk.id());
        save(list, "list");
        save(DOMAIN, "domain");
        store.lists().delete(talk.id(), act("list.delete", "talk"));
        assertThat(nearest(list)).isEqualTo("ours");
        assertThat(save(list, "again")).isFalse();
        store.lists().removeDomain(EXAMPLE, act("domain.remove", "example.org"));
        assertThat(nearest(DOMAIN)).isEqualTo("ours");
        assertThat(save(new Scope.OfDomain(Domain.of("other.example")), "x")).isFalse();
    }
}
