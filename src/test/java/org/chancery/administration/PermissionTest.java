package org.chancery.administration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.chancery.account.Account;
import org.chancery.account.AccountRole;
import org.chancery.list.ListId;
import org.chancery.list.MailingList;
import org.chancery.list.Role;
import org.chancery.list.Settings;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;
import org.junit.jupiter.api.Test;

/// The table of permissions, its page, and that every act asks it.
class PermissionTest {
    private static final Path PAGE = Path.of("docs/admin/roles.md");
    private static final String BEGIN = "<!-- table -->";
    private static final String END = "<!-- end of table -->";
    private static final MailingList TALK = new MailingList(
            new ListId(1), Address.of("talk@example.org"), "discussion", MailingList.State.OPEN, Settings.DEFAULTS,
            new MailingList.PolicyText(1, "accept."), Instant.EPOCH);
    private static final Account ANN = new Account(Address.of("ann@example.org"), Instant.EPOCH, List.of());

    /// The services whose acts stand for themselves: `ModeratorsDesk`, `RequestAdministration` and `ListRequestAdministration` ask
    /// once they know which list it is about.
    private static final List<Class<?>> SERVICES = List.of(
            AccountAdministration.class, AccountPasswords.class, BanAdministration.class, DomainAdministration.class, ListAdministration.class,
            ListExchange.class, ListGroupAdministration.class, ListLog.class, MemberAdministration.class, PolicyAdministration.class, Posts.class, QueueAdministration.class,
            SenderAdministration.class, SiteBackups.class);

    private static String table() {
        StringBuilder table = new StringBuilder("| | " + String.join(" | ", Stream.of(Rank.values()).map(Rank::words).toList()) + " |\n");
        table.append("|---".repeat(Rank.values().length + 1)).append("|\n");
        for (Permission permission : Permission.values()) {
            table.append("| ").append(permission.what());
            for (Rank rank : Rank.values()) {
                table.append(permission.isFor(rank) ? " | yes" : " | ");
            }
            table.append(" |\n");
        }
        return table.toString();
    }

    @Test
    void the_page_for_administrators_shows_the_table_as_it_is() throws IOException {
        String page = Files.readString(PAGE);
        String shown = page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END)).strip() + "\n";
        assertThat(shown).as("docs/admin/roles.md is out of date; its table must be:\n" + table()).isEqualTo(table());
    }

    @Test
    void a_moderator_moderates_and_an_owner_owns() {
        assertThat(allowed(Rank.MODERATOR)).containsExactlyInAnyOrder(
                Permission.CHANGE_OWN_MEMBERSHIP, Permission.DECIDE_POSTS, Permission.DECIDE_REQUESTS, Permission.SEE_ROSTER, Permission.CHANGE_ROSTER, Permission.BAN,
                Permission.SPEAK_FOR_LIST);
        assertThat(allowed(Rank.OWNER)).containsAll(allowed(Rank.MODERATOR))
                .contains(Permission.NAME_OFFICERS, Permission.SET_LIST, Permission.SET_POLICY)
                .doesNotContain(Permission.DELETE_LIST, Permission.CREATE_LIST, Permission.ASK_FOR_LIST);
        assertThat(allowed(Rank.MEMBER)).containsExactly(Permission.CHANGE_OWN_MEMBERSHIP);
        assertThat(allowed(Rank.NONMEMBER)).isEmpty();
        assertThat(allowed(Rank.LIST_CREATOR)).containsExactly(Permission.ASK_FOR_LIST);
        assertThat(allowed(Rank.DOMAIN_OWNER)).doesNotContain(Permission.MANAGE_ACCOUNTS, Permission.MANAGE_DOMAINS, Permission.POST_AS_ANYBODY, Permission.MOVE_ADDRESS);
        assertThat(allowed(Rank.SITE_ADMIN)).containsExactlyInAnyOrderElementsOf(
                Stream.of(Permission.values()).filter(permission -> permission != Permission.CHANGE_OWN_MEMBERSHIP).toList());
    }

    private static Set<Permission> allowed(Rank rank) {
        EnumSet<Permission> allowed = EnumSet.noneOf(Permission.class);
        Stream.of(Permission.values()).filter(permission -> permission.isFor(rank)).forEach(allowed::add);
        return allowed;
    }

    @Test
    void every_permission_is_refused_to_every_rank_that_the_table_does_not_name() {
        for (Permission permission : Permission.values()) {
            for (Rank rank : Rank.values()) {
                Caller caller = new Caller("ann@example.org", "web", _ -> EnumSet.of(rank));
                assertThat(caller.may(permission, TALK)).as(permission + " " + rank).isEqualTo(permission.isFor(rank));
                if (permission.isFor(rank)) {
                    caller.must(permission, TALK);
                    caller.must(permission, Domain.of("example.org"));
                    caller.must(permission);
                } else {
                    assertThatThrownBy(() -> caller.must(permission, TALK)).isInstanceOf(Refused.class).hasMessageContaining("may not");
                    assertThatThrownBy(() -> caller.must(permission, Domain.of("example.org"))).isInstanceOf(Refused.class);
                    assertThatThrownBy(() -> caller.must(permission)).isInstanceOf(Refused.class);
                }
            }
        }
    }

    /// Each act is called on a service that has nothing but this question to ask: whoever did anything first would fail otherwise.
    @Test
    void no_act_is_done_before_it_was_asked_whether_the_caller_may() throws ReflectiveOperationException {
        Caller nobody = new Caller("nobody@example.org", "web", _ -> EnumSet.noneOf(Rank.class));
        List<String> wrong = new ArrayList<>();
        int acts = 0;
        for (Class<?> service : SERVICES) {
            Object bare = bare(service);
            for (Method act : service.getDeclaredMethods()) {
                if (Modifier.isPublic(act.getModifiers()) && act.getParameterCount() > 0 && act.getParameterTypes()[0] == Caller.class
                        && !(service == ListAdministration.class && act.getName().equals("create"))) {
                    acts++;
                    String end = endOf(bare, act, nobody);
                    if (!end.contains("may not")) {
                        wrong.add(service.getSimpleName() + "." + act.getName() + ": " + end);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(acts).isGreaterThan(30);
    }

    private static Object bare(Class<?> service) throws ReflectiveOperationException {
        Constructor<?> constructor = service.getDeclaredConstructors()[0];
        constructor.setAccessible(true);
        return constructor.newInstance(new Object[constructor.getParameterCount()]);
    }

    private static String endOf(Object service, Method act, Caller caller) throws ReflectiveOperationException {
        Object[] arguments = Stream.of(act.getParameterTypes()).map(type -> argument(type, caller)).toArray();
        try {
            act.invoke(service, arguments);
            return "was done";
        } catch (InvocationTargetException e) {
            return String.valueOf(e.getCause() instanceof Refused refused ? refused.sentence() : e.getCause());
        }
    }

    /// What an act never gets to look at before the question is left out.
    private static Object argument(Class<?> type, Caller caller) {
        return switch (type.getSimpleName()) {
            case "Caller" -> caller;
            case "MailingList" -> TALK;
            case "Account" -> ANN;
            case "Role" -> Role.MEMBER;
            case "Optional" -> Optional.empty();
            case "boolean" -> false;
            case "int" -> 1;
            case "String" -> "1";
            default -> orNull();
        };
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T orNull() {
        return null;
    }

    @Test
    void an_accounts_powers_end_at_its_domain() {
        Account owner = new Account(Address.of("ann@example.org"), Instant.EPOCH, List.of(
                new Account.Grant(AccountRole.DOMAIN_OWNER, Optional.of(Domain.of("example.org"))),
                new Account.Grant(AccountRole.LIST_CREATOR, Optional.of(Domain.of("example.com")))));
        Powers powers = Powers.of(owner, orNull());
        assertThat(powers.at(Powers.Place.of(Domain.of("example.org")))).containsExactly(Rank.DOMAIN_OWNER);
        assertThat(powers.at(Powers.Place.of(Domain.of("example.com")))).containsExactly(Rank.LIST_CREATOR);
        assertThat(powers.at(Powers.Place.of(Domain.of("example.net")))).isEmpty();
        assertThat(powers.at(Powers.Place.SITE)).isEmpty();
        assertThat(new TreeSet<>(Powers.OF_THE_MACHINE.at(Powers.Place.SITE))).containsExactly(Rank.SITE_ADMIN);
    }
}
