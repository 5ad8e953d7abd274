package org.chancery.authentication;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.chancery.authentication.AuthenticationResultsTokens.Token;
import org.chancery.mail.Header;
import org.chancery.mail.Message;
import org.chancery.mail.Parsed;

/// An Authentication-Results field (RFC 8601 section 2.2): who checked, and what was found. A method or a result that we do
/// not know is left out, as section 2.7 wants it.
///
/// Nobody's word is taken for it but that of a server we named ourselves: see [#of] and [#claims].
///
/// Example: `mx.example.org; spf=pass smtp.mailfrom=example.net; dmarc=pass header.from=example.net`.
public record AuthenticationResults(String authservId, List<Finding> findings) {
    public static final String FIELD = "Authentication-Results";

    /// Far above what servers write; a field of a megabyte costs no more than this.
    private static final int MAX_LENGTH = 16_384;

    private static final int MAX_FINDINGS = 100;

    public AuthenticationResults {
        findings = List.copyOf(findings);
    }

    /// One method with its result; properties by their full name in lower case, such as `smtp.mailfrom`.
    public record Finding(String method, Result result, Map<String, String> properties) {
        public Finding {
            properties = Map.copyOf(properties);
        }

        public Optional<String> property(String name) {
            return Optional.ofNullable(properties.get(name));
        }
    }

    /// The fields of a message that say to be of one of these servers, in the order in which they stand, newest first.
    public static List<AuthenticationResults> of(Message message, List<String> authservIds) {
        return message.headers().all(FIELD).stream()
                .flatMap(header -> parse(header.value()).toOptional().stream())
                .filter(results -> authservIds.stream().anyMatch(results.authservId::equalsIgnoreCase))
                .toList();
    }

    /// Does this field say that `authservId` wrote it? In doubt yes: what cannot be read and names us is no field of ours, and
    /// who reads it later may read it in another way.
    public static boolean claims(Header header, String authservId) {
        if (!header.isNamed(FIELD)) {
            return false;
        }
        String value = header.value();
        return switch (parse(value)) {
            case Parsed.Value<AuthenticationResults>(AuthenticationResults results) -> results.authservId.equalsIgnoreCase(authservId);
            case Parsed.Malformed<AuthenticationResults> _ ->
                value.toLowerCase(Locale.ROOT).contains(authservId.toLowerCase(Locale.ROOT));
        };
    }

    /// The results as this server wrote them, without its name: for who hands them on word by word. Empty for a field of another server, and for one
    /// that cannot be read.
    public static List<String> texts(String value, String authservId) {
        boolean isTheirs = parse(value).toOptional().filter(results -> results.authservId.equalsIgnoreCase(authservId)).isPresent();
        return isTheirs ? AuthenticationResultsTokens.clauses(value).orThrow().stream().skip(1).toList() : List.of();
    }

    /// From the unfolded value of a field.
    public static Parsed<AuthenticationResults> parse(String value) {
        if (value.length() > MAX_LENGTH) {
            return Parsed.malformed(MAX_LENGTH, "longer than " + MAX_LENGTH + " characters");
        }
        return switch (AuthenticationResultsTokens.read(value)) {
            case Parsed.Malformed<List<Token>> fault -> fault.as();
            case Parsed.Value<List<Token>>(List<Token> tokens) -> read(tokens, value.length());
        };
    }

    private static Parsed<AuthenticationResults> read(List<Token> tokens, int length) {
        List<List<Token>> clauses = clauses(tokens);
        List<Token> first = clauses.getFirst();
        boolean named = first.size() == 1 || (first.size() == 2 && first.get(1).isNumber());
        if (!named || first.getFirst().isSymbol()) {
            return Parsed.malformed(0, "it begins with the name of a server and at most a version");
        }
        if (clauses.size() > MAX_FINDINGS + 1) {
            return Parsed.malformed(length, "more than " + MAX_FINDINGS + " results");
        }
        List<Finding> findings = new ArrayList<>();
        for (List<Token> clause : clauses.subList(1, clauses.size())) {
            finding(clause).ifPresent(findings::add);
        }
        return Parsed.of(new AuthenticationResults(first.getFirst().text(), findings));
    }

    private static List<List<Token>> clauses(List<Token> tokens) {
        List<List<Token>> clauses = new ArrayList<>(List.of(new ArrayList<>()));
        for (Token token : tokens) {
            if (token.is(';')) {
                clauses.add(new ArrayList<>());
            } else {
                clauses.getLast().add(token);
            }
        }
        return clauses;
    }

    /// `method[/version] = result`, then `name = value` as often as there are any. `none` alone is no finding.
    private static Optional<Finding> finding(List<Token> clause) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (int i = 0; i + 2 < clause.size(); i += 3) {
            if (clause.get(i).isSymbol() || !clause.get(i + 1).is('=') || clause.get(i + 2).isSymbol()) {
                return Optional.empty();
            }
            pairs.putIfAbsent(clause.get(i).text().toLowerCase(Locale.ROOT), clause.get(i + 2).text());
        }
        if (pairs.isEmpty() || clause.size() % 3 != 0) {
            return Optional.empty();
        }
        Map.Entry<String, String> method = pairs.entrySet().iterator().next();
        pairs.remove(method.getKey());
        return Result.of(method.getValue()).map(result -> new Finding(method.getKey().replaceAll("/.*", ""), result, pairs));
    }
}
