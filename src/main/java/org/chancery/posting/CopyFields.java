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
    private static final String UNSUBSCRIBE = "List-Unsubscribe";
    private static final HeaderField ONE_CLICK = HeaderField.structured("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    private static final List<String> NAMES = List.of(UNSUBSCRIBE, ONE_CLICK.name());

    /// The names of the fields that a copy may have for itself.
    public List<String> names() {
        return passage.hasOneClick() ? NAMES : List.of();
    }

    /// RFC 8058 section 3.1: both fields, and the URI holds all that is needed. None for who is no member.
    public List<HeaderField> oneClick(OptionalLong membership) {
        if (!passage.hasOneClick() || membership.isEmpty()) {
            return List.of();
        }
        String url = passage.webUrl().orElseThrow() + "/leave/" + tokens.oneClicks().create(membership.getAsLong());
        return List.of(HeaderField.structured(UNSUBSCRIBE, "<" + url + ">"), ONE_CLICK);
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
