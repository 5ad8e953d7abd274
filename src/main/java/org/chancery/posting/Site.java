package org.chancery.posting;

import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.chancery.list.MailingList;

/// What the line knows of the site it runs on: its name, its web address without a final slash if it has one, its clock and
/// its source of chance.
public record Site(String hostname, Optional<String> webUrl, InstantSource clock, RandomGenerator random) {

    /// Where people find the list: its page, or where there is none an address that answers.
    public String page(MailingList list) {
        return fill("page", list);
    }

    /// Fills a placeholder of a policy text: `page`, `form` or `list`, or `sendkey` and `request` of a rule that a setting stands for.
    String fill(String placeholder, MailingList list) {
        String request = "mailto:" + list.address().localPart() + "-request@" + list.domain();
        return switch (placeholder) {
            case "page" -> webUrl.map(url -> url + "/lists/" + list.address()).orElse(request);
            case "form" -> webUrl.map(url -> url + "/post/" + list.address()).orElse(request);
            case "sendkey" -> list.address().localPart() + "-sendkey@" + list.domain();
            case "request" -> list.address().localPart() + "-request@" + list.domain();
            default -> list.address().toString();
        };
    }
}
