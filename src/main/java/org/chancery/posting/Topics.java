package org.chancery.posting;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chancery.list.Topic;
import org.chancery.mail.Header;
import org.chancery.mail.Message;

/// To which topics of its list a post belongs: those whose pattern is in its subject or among its keywords (RFC 5322 section
/// 3.6.5), both decoded, and the one that the policy named as its tag.
final class Topics {
    private static final int MAX_CHARACTERS = 64 * 1024; // of subject and keywords together; a person writes one line

    private Topics() {}

    static List<String> of(Message message, List<Topic> topics, Optional<String> tag) {
        String text = topics.isEmpty() ? "" : text(message);
        return topics.stream().filter(topic -> isTagged(topic, tag) || text.lines().anyMatch(topic.pattern()::isIn)).map(Topic::name).toList();
    }

    private static boolean isTagged(Topic topic, Optional<String> tag) {
        return tag.filter(topic.name()::equalsIgnoreCase).isPresent();
    }

    private static String text(Message message) {
        String text = Stream.of("Subject", "Keywords").flatMap(name -> message.headers().all(name).stream()).map(Header::text).collect(Collectors.joining("\n"));
        return text.substring(0, Math.min(text.length(), MAX_CHARACTERS));
    }
}
