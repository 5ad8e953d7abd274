package org.chancery.posting.transform;

import java.util.Optional;
import java.util.Set;
import org.chancery.list.MailingList;
import org.chancery.list.Setting;
import org.chancery.mail.EncodedWord;
import org.chancery.mail.HeaderField;
import org.chancery.mail.Message;
import org.chancery.mail.MessageEdit;

/// Adds the List-* fields: RFC 2919 (List-Id), RFC 2369 (the others), RFC 5064 (Archived-At, where the owner named an archive),
/// and `Precedence: list` so that autoresponders stay quiet (RFC 3834 section 2).
/// List-Unsubscribe is left to each copy when one-click is on (RFC 8058).
final class ListHeaderFields implements Transform {
    private static final Set<String> ONE_WAY_STYLES = Set.of("announce", "newsletter");

    @Override
    public Message apply(Message post, Passage passage) {
        MailingList list = passage.list();
        MessageEdit edit = post.edit().append(HeaderField.structured("Precedence", "list"));
        if (list.settings().flag(Setting.LIST_HEADERS)) {
            edit.append(listId(list));
            edit.append(isOneWay(list) ? HeaderField.structured("List-Post", "NO") : mailto("List-Post", list, ""));
            edit.append(mailto("List-Help", list, "-request?subject=help"));
            edit.append(mailto("List-Subscribe", list, "-request?subject=join"));
            edit.append(mailto("List-Owner", list, "-owner"));
            if (!passage.hasOneClick()) {
                edit.append(mailto("List-Unsubscribe", list, "-request?subject=leave"));
            }
        }
        archivedAt(post, list).ifPresent(edit::append);
        return edit.build();
    }

    /// RFC 2369 section 3.4: members of a list that only sends are told not to write to it.
    private static boolean isOneWay(MailingList list) {
        return ONE_WAY_STYLES.contains(list.style());
    }

    private static HeaderField listId(MailingList list) {
        String phrase = list.settings().text(Setting.DESCRIPTION).replaceAll("[\"\\\\<>]", "");
        boolean ascii = phrase.chars().allMatch(c -> c < 128);
        String shown = phrase.isEmpty() ? "" : (ascii ? "\"" + phrase + "\" " : EncodedWord.encode(phrase) + " ");
        return HeaderField.structured("List-Id", shown + "<" + list.listId() + ">");
    }

    /// `suffix` goes between local part and domain, a query behind it (RFC 6068).
    private static HeaderField mailto(String name, MailingList list, String suffix) {
        int query = suffix.indexOf('?');
        String path = query < 0 ? suffix : suffix.substring(0, query);
        String rest = query < 0 ? "" : suffix.substring(query);
        return HeaderField.structured(name, "<mailto:" + list.address().localPart() + path + "@" + list.domain() + rest + ">");
    }

    private static Optional<HeaderField> archivedAt(Message post, MailingList list) {
        String template = list.settings().text(Setting.ARCHIVED_AT);
        return template.isEmpty() || !template.matches("[!-~]+")
                ? Optional.empty()
                : post.headers().first("Message-ID").map(header -> header.value().strip().replaceAll("[<>]", ""))
                        .filter(id -> id.matches("[!-~]{1,250}"))
                        .map(id -> HeaderField.structured("Archived-At", "<" + template.replace("{message-id}", escaped(id)) + ">"));
    }

    private static String escaped(String id) {
        return java.net.URLEncoder.encode(id, java.nio.charset.StandardCharsets.UTF_8).replace("+", "%20");
    }
}
