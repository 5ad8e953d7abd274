package org.chancery.keyword;

import java.util.List;
import org.chancery.mail.Address;

/// What a mail with commands says: for which list it is, the commands, and the text below them.
public record Block(Address list, List<Keyword> keywords, String text) {
    public Block {
        keywords = List.copyOf(keywords);
    }

    List<Keyword.Resend> resends() {
        return keywords.stream().filter(Keyword.Resend.class::isInstance).map(Keyword.Resend.class::cast).toList();
    }

    /// Nothing but what is sent on: the rest is between the signer and the list.
    boolean onlyResends() {
        return !resends().isEmpty() && keywords.stream().allMatch(keyword -> keyword instanceof Keyword.Resend || keyword instanceof Keyword.AttachListKey);
    }

    boolean attachesKeys() {
        return keywords.stream().anyMatch(Keyword.AttachListKey.class::isInstance);
    }

    private boolean signs() {
        return keywords.stream().anyMatch(Keyword.SignThis.class::isInstance);
    }

    boolean needsContent() {
        return signs() || !resends().isEmpty();
    }
}
