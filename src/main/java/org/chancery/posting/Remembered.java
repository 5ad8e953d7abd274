package org.chancery.posting;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.chancery.mail.Address;
import org.chancery.mail.Header;
import org.chancery.mail.Message;

/// A post as a list remembers it for some days, so that it knows it again: Message-ID, MAC over the body, author, and whether it
/// answered something. `answers` are the Message-IDs in its In-Reply-To; `automatic` says that its header calls it automatic.
@SuppressWarnings("ArrayRecordComponent") // made once, never compared
public record Remembered(Optional<String> messageId, byte[] contentMac, Optional<Address> author, List<String> answers, boolean automatic) {
    private static final int MAX_ANSWERS = 10; // of an In-Reply-To: there is one, in rare cases a few
    public Remembered {
        answers = List.copyOf(answers);
    }

    static Remembered of(Incoming incoming) {
        return new Remembered(MessageIds.of(incoming.message()), incoming.contentMac(), incoming.author(), answers(incoming.message()),
                MessageFacts.isAutomatic(incoming.message()));
    }

    /// Mail to another address of a list than that for posts: only whether it came before is asked.
    static Remembered letter(Message message, byte[] contentMac, Order.Memory memory) {
        return new Remembered(MessageIds.of(message).map(memory::key), contentMac, Optional.empty(), List.of(), false);
    }

    /// Without a Message-ID it cannot be told from another one with the same words.
    Order.Memory memory() {
        return new Order.Memory(messageId.isPresent(), isReply());
    }

    /// Only an answer, or what calls itself automatic, can be part of a ping-pong of machines.
    public boolean isReply() {
        return automatic || !answers.isEmpty();
    }

    private static List<String> answers(Message message) {
        List<String> ids = new ArrayList<>();
        for (String word : message.headers().first("In-Reply-To").map(Header::value).orElse("").split("[\\s<>]+", MAX_ANSWERS)) {
            if (word.contains("@")) {
                ids.add(word);
            }
        }
        return ids;
    }
}
