package org.chancery.kit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// A header that an author puts into his encryption (RFC 9788, `hp="cipher"`): each field that is about the content with a canary in it, and nothing
/// of that outside.
///
/// Example: `"Content-Type: text/plain; hp=\"cipher\"\r\n" + InsideOnly.lines("canary1", "safe@lists.example.org")`.
public final class InsideOnly {
    private InsideOnly() {}

    /// By name, as they stand inside.
    public static Map<String, String> fields(String canary, String list) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("Subject", "About " + canary);
        fields.put("Comments", "Comment " + canary);
        fields.put("Keywords", "word, " + canary);
        fields.put("To", "To " + canary + " <" + list + ">, to-" + canary + "@secret.example");
        fields.put("Cc", "Cc " + canary + " <cc-" + canary + "@secret.example>");
        fields.put("Reply-To", "Answers " + canary + " <answers-" + canary + "@secret.example>");
        for (String answers : new String[] {"Mail-Followup-To", "Mail-Reply-To", "X-Reply-To", "Resent-Reply-To"}) {
            fields.put(answers, "Answers " + canary + " <answers-" + canary + "@secret.example>");
        }
        fields.put("Date", "Mon, 1 Jun 2026 04:05:06 +1200 (" + canary + ")");
        fields.put("In-Reply-To", "<in-" + canary + "@secret.example>");
        fields.put("References", "<first@secret.example> <in-" + canary + "@secret.example>");
        for (String copy : new String[] {"Thread-Topic", "Original-Subject", "X-Original-Subject", "Old-Subject", "X-Old-Subject", "X-Subject", "X-Spam-Prev-Subject", "X-ASG-Orig-Subj"}) {
            fields.put(copy, "Copy " + canary);
        }
        return fields;
    }

    /// As a header, with its last line end. `HP-Outer` names Subject.
    public static String lines(String canary, String list) {
        return fields(canary, list).entrySet().stream().map(field -> field.getKey() + ": " + field.getValue() + "\r\n").collect(Collectors.joining()) + "HP-Outer: Subject: [...]\r\n";
    }
}
