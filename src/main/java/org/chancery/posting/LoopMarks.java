package org.chancery.posting;

import java.util.Locale;
import java.util.Optional;
import org.chancery.list.MailingList;
import org.chancery.mail.Header;
import org.chancery.mail.Message;
import org.chancery.posting.transform.LoopMark;
import org.chancery.posting.transform.Transforms;
import org.chancery.token.LoopTokens;

/// Did a message pass a list before? By our own List-Id (RFC 2919) or loop mark. The mark outlives other lists, which put their
/// List-Id in the place of ours. A mark with a MAC counts for the list that the MAC is for, under whatever address, and a wrong
/// MAC counts for nobody; a bare address, as older copies carry it, counts as it stands.
final class LoopMarks {
    private final LoopTokens tokens;

    LoopMarks(LoopTokens tokens) {
        this.tokens = tokens;
    }

    boolean haveSeen(Message message, MailingList list) {
        String own = "<" + list.listId().toLowerCase(Locale.ROOT) + ">";
        return message.headers().all("List-Id").stream().anyMatch(header -> header.value().toLowerCase(Locale.ROOT).contains(own))
                || message.headers().all(Transforms.LOOP_MARK).stream().map(Header::value).anyMatch(mark -> isOf(mark.strip(), list));
    }

    private boolean isOf(String mark, MailingList list) {
        Optional<String> token = LoopMark.token(mark);
        return token.isPresent()
                ? tokens.isOf(token.get(), list.id().value())
                : mark.equalsIgnoreCase(list.address().toString());
    }
}
