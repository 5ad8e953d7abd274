package org.chancery.subscription.commands;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.chancery.list.Choice;
import org.chancery.list.MailingList;
import org.chancery.list.Member;
import org.chancery.list.Role;
import org.chancery.list.Setting;
import org.chancery.mail.Address;
import org.chancery.notice.Language;
import org.chancery.subscription.Surroundings;

/// Answers to questions: about the list, the lists of its domain, its members, and what the author is on.
final class Reference {
    private static final int MAX_LISTS = 300;
    private static final int MAX_MEMBERS = 1_000; // some 30 KB; more is for the web, not for a mail
    private final Surroundings site;

    Reference(Surroundings site) {
        this.site = site;
    }

    String info(MailingList list, Language language) {
        String text = Phrase.INFO.in(language,
                "list", list.address().toString(),
                "description", list.settings().text(Setting.DESCRIPTION),
                "info", list.settings().text(Setting.INFO),
                "join", role(list, "-join"), "leave", role(list, "-leave"), "owner", role(list, "-owner"),
                "page", site.webUrl().get().map(url -> url + "/lists/" + list.address()).orElse("-"));
        return text.replaceAll("\\n\\s*\\n", "\n\n"); // a list that has nothing to say of itself leaves a hole otherwise
    }

    private static String role(MailingList list, String suffix) {
        return list.address().localPart() + suffix + "@" + list.domain();
    }

    String lists(MailingList list, Language language) {
        String lines = site.lists().all().stream()
                .filter(other -> other.domain().equals(list.domain()) && other.state() == MailingList.State.OPEN && other.settings().flag(Setting.ADVERTISED))
                .limit(MAX_LISTS)
                .map(other -> (other.address() + "\n    " + other.settings().text(Setting.DESCRIPTION)).strip())
                .collect(Collectors.joining("\n"));
        return lines.isEmpty() ? Phrase.LISTS_NONE.in(language) : Phrase.LISTS.in(language, "domain", list.domain().toString(), "lists", lines);
    }

    String who(Clerk.Letter letter, Language language) {
        MailingList list = letter.list();
        if (!letter.answersAuthor() || !maySeeMembers(list, letter.author().address())) {
            return Phrase.WHO_REFUSED.in(language);
        }
        boolean all = seesHidden(list, letter.author().address());
        List<String> shown = new ArrayList<>();
        long[] visible = {0};
        site.members().each(list.id(), Optional.of(Role.MEMBER), member -> {
            if ((all || !member.preferences().hidden()) && visible[0]++ < MAX_MEMBERS) {
                shown.add(member.address() + (member.preferences().hidden() ? " *" : "") + (member.displayName().isEmpty() ? "" : " (" + member.displayName() + ")"));
            }
        });
        String more = visible[0] > MAX_MEMBERS ? "\n" + Phrase.WHO_MORE.in(language, "count", Long.toString(visible[0] - MAX_MEMBERS)) : "";
        return (all ? Phrase.WHO_ALL : Phrase.WHO).in(language, "list", list.address().toString(), "members", String.join("\n", shown) + more);
    }

    private boolean maySeeMembers(MailingList list, Address author) {
        Set<Role> roles = site.members().roles(list.id(), author);
        boolean decides = roles.contains(Role.MODERATOR) || roles.contains(Role.OWNER);
        return switch (list.settings().text(Setting.ROSTER)) {
            case "public" -> true;
            case "members" -> decides || roles.contains(Role.MEMBER);
            case "moderators" -> decides;
            case "owners" -> roles.contains(Role.OWNER);
            default -> false;
        };
    }

    /// Who hides is hidden from members, not from those who look after them.
    private boolean seesHidden(MailingList list, Address author) {
        Set<Role> roles = site.members().roles(list.id(), author);
        return roles.contains(Role.MODERATOR) || roles.contains(Role.OWNER);
    }

    /// With what is chosen on each: this is how a member sees the own settings.
    String which(Clerk.Letter letter, Language language) {
        if (!letter.answersAuthor()) {
            return Phrase.WHICH_REFUSED.in(language);
        }
        String lines = site.members().of(letter.author().address()).stream().flatMap(member -> line(member).stream()).collect(Collectors.joining("\n"));
        return lines.isEmpty() ? Phrase.WHICH_NONE.in(language, "address", letter.author().address().toString())
                : Phrase.WHICH.in(language, "address", letter.author().address().toString(), "lists", lines);
    }

    private Optional<String> line(Member member) {
        String choices = Arrays.stream(Choice.values()).map(choice -> choice.word() + "=" + choice.value(member.preferences())).collect(Collectors.joining(" "));
        return site.lists().find(member.list()).map(list -> list.address() + " " + member.role().word()
                + (member.role() == Role.MEMBER ? "\n    " + choices : ""));
    }
}
