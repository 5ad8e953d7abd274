package org.chancery.web;

import java.util.Map;
import org.eclipse.jetty.http.HttpFields;

/// The header fields that every answer carries, errors of the HTTP parser included.
final class SecurityFields {
    private static final Map<String, String> FIELDS = Map.of(
            "Content-Security-Policy",
                    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer", // a token stands in the path of a page
            "Cache-Control", "no-store");

    private SecurityFields() {}

    static void putInto(HttpFields.Mutable fields) {
        FIELDS.forEach(fields::put);
    }
}
