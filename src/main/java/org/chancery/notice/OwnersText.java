package org.chancery.notice;

import java.util.Optional;
import org.chancery.list.MailingList;
import org.chancery.list.Setting;

/// Text of the owners that stands above or under what the list sends, in the settings `header`, `footer`, `digest_header` and
/// `digest_footer`. `{list}` is the address of the list, `{page}` its page or, on a site without pages, the address for commands, and
/// `{leave}` a mail that leaves.
///
/// Example: `OwnersText.filledIn(list, Setting.FOOTER, Optional.of("https://lists.example.org"))`.
public final class OwnersText {
    private OwnersText() {}

    /// Without blanks around it; empty when the owners wrote nothing. `webUrl` is without a final slash.
    public static String filledIn(MailingList list, Setting setting, Optional<String> webUrl) {
        String request = "mailto:" + list.address().localPart() + "-request@" + list.domain();
        return list.settings().text(setting).strip()
                .replace("{list}", list.address().toString())
                .replace("{page}", webUrl.map(url -> url + "/lists/" + list.address()).orElse(request))
                .replace("{leave}", request + "?subject=leave");
    }
}
