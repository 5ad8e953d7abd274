package org.chancery.authentication.arc;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chancery.authentication.AuthenticationResults;
import org.chancery.authentication.Result;
import org.chancery.mail.Header;
import org.chancery.mail.Message;

/// What the Authentication-Results fields of one server say, put together for a seal (RFC 8601 section 2.2, RFC 8617 section 4.1.1).
///
/// Example: two fields `mx.example.org; spf=pass` and `mx.example.org; dmarc=pass` give `mx.example.org; spf=pass; dmarc=pass`.
public record OwnResults(String text, Optional<Result> chain) {
    private static final Pattern ARC = Pattern.compile("arc\\s*=\\s*([a-z]+).*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /// Empty if that server left no results.
    public static Optional<OwnResults> of(Message message, String authservId) {
        List<String> results = new ArrayList<>();
        for (Header field : message.headers().all(AuthenticationResults.FIELD)) {
            AuthenticationResults.texts(field.value(), authservId).forEach(text -> results.add(text.strip().replaceAll("[ \t]+", " ")));
        }
        results.removeIf(String::isEmpty);
        return results.isEmpty()
                ? Optional.empty()
                : Optional.of(new OwnResults(authservId + "; " + String.join("; ", results), chain(results)));
    }

    private static Optional<Result> chain(List<String> results) {
        return results.stream().map(ARC::matcher).filter(Matcher::matches).findFirst().flatMap(found -> Result.of(found.group(1).toLowerCase(Locale.ROOT)));
    }
}
