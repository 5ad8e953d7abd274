package org.chancery.posting;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.chancery.mail.Address;
import org.chancery.mail.Envelope.MailFrom;
import org.chancery.mail.HeaderField;
import org.chancery.posting.transform.Passage;
import org.chancery.token.BounceTokens;

/// What differs from copy to copy of one post: the return path, and the one-click fields.
public record CopyFields(Passage passage, SiteTokens tokens) {
    private static final List<String> ONE_CLICK = List.of("List-Unsubscribe", "List-Unsubscribe-Post");

    /// The names of the fields that a copy may have for itself.
    public List<String> names() {
        return passage.hasOneClick() ? ONE_CLICK : List.of();
    }

    /// RFC 8058 section 3.1: both fields, and the URI holds all that is needed. None for who is no member.
    public List<HeaderField> oneClick(OptionalLong membership) {
        if (!passage.hasOneClick() || membership.isEmpty()) {
            return List.of();
        }
        String url = passage.webUrl().orElseThrow() + "/leave/" + tokens.oneClicks().create(membership.getAsLong());
        return List.of(
                HeaderField.structured(ONE_CLICK.getFirst(), "<" + url + ">"), HeaderField.structured(ONE_CLICK.getLast(), "List-Unsubscribe=One-Click"));
    }

    /// The day of the token is that of the receipt, so that a copy sent again carries the same one.
    public MailFrom returnPath(OptionalLong membership, boolean utf8, boolean eightBit) {
        Address list = passage.list().address();
        Address path = membership.isPresent()
                ? BounceTokens.returnPath(list, tokens.bounces().create(membership.getAsLong(), passage.receivedAt()))
                : Address.of(list.localPart() + "-bounces", list.domain());
        return new MailFrom(Optional.of(path), Optional.empty(), utf8, eightBit, Optional.empty(), Optional.empty());
    }
}
