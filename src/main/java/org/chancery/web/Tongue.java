package org.chancery.web;

import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.chancery.list.MailingList;
import org.chancery.list.Setting;

/// In which language a page is written: the one the reader's browser asks for (RFC 9110 section 12.5.4) if it is one of ours,
/// else the list's.
final class Tongue {
    static final List<String> TAGS = List.of("en", "de", "fr", "es", "ja");
    private static final int MAX_FIELD = 200; // a browser names a handful

    private Tongue() {}

    static String of(Context context, MailingList list) {
        return asked(context).orElseGet(() -> list.settings().text(Setting.LANGUAGE));
    }

    /// Where there is no list to ask.
    static String of(Context context) {
        return asked(context).orElse("en");
    }

    private static Optional<String> asked(Context context) {
        return Optional.ofNullable(context.header("Accept-Language")).filter(field -> field.length() <= MAX_FIELD).flatMap(Tongue::best);
    }

    private static Optional<String> best(String field) {
        try {
            return Optional.ofNullable(Locale.lookupTag(Locale.LanguageRange.parse(field), TAGS));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
