package org.chancery.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.chancery.audit.Act;
import org.chancery.list.ListId;
import org.chancery.mail.Domain;
import org.chancery.notice.Language;
import org.chancery.notice.TextId;
import org.chancery.notice.TextOverrides;

/// Words in place of ours, in one table. Those of a text that this version does not know are kept and not used.
final class JdbcTexts implements TextOverrides {
    private static final String SELECT = "SELECT scope, id, language, words FROM text_override ";

    private final Database database;
    private final AuditTrail audit;

    JdbcTexts(Database database, AuditTrail audit) {
        this.database = database;
        this.audit = audit;
    }

    @Override
    public Optional<Words> nearest(TextId id, Language language, List<Scope> scopes) {
        List<Words> every = database.read(s -> known(s.list(SELECT + "WHERE id = ? AND language = ?", JdbcTexts::read, id.word(), language.tag())));
        return scopes.stream().flatMap(scope -> every.stream().filter(words -> words.scope().equals(scope))).findFirst();
    }

    @Override
    public List<Words> all() {
        return database.read(s -> known(s.list(SELECT + "ORDER BY id, language, scope", JdbcTexts::read)));
    }

    private static List<Words> known(List<Optional<Words>> rows) {
        return rows.stream().flatMap(Optional::stream).toList();
    }

    private static Optional<Words> read(ResultSet row) throws SQLException {
        Scope scope = scope(row.getString(1));
        String words = row.getString(4);
        Optional<Language> language = Language.ofTag(row.getString(3));
        return TextId.ofWord(row.getString(2)).flatMap(id -> language.map(in -> new Words(scope, id, in, words)));
    }

    @Override
    public boolean save(Words words, Act act) {
        return database.write("text", s -> {
            Optional<String> domain = domain(words.scope());
            Optional<Long> list = list(words.scope());
            boolean isThere = (domain.isEmpty() || s.exists("SELECT 1 FROM domain WHERE name = ?", domain.get()))
                    && (list.isEmpty() || s.exists("SELECT 1 FROM list WHERE id = ?", list.get()));
            return isThere && audit.appendIf(
                    s.update(
                            """
                            INSERT INTO text_override (scope, id, language, domain, list, words) VALUES (?, ?, ?, ?, ?, ?)
                            ON CONFLICT (scope, id, language) DO UPDATE SET words = excluded.words WHERE text_override.words <> excluded.words
                            """,
                            key(words.scope()), words.id().word(), words.language().tag(), domain.orElse(null), list.orElse(null), words.text()) > 0,
                    s, act);
        });
    }

    @Override
    public boolean remove(Scope scope, TextId id, Language language, Act act) {
        return database.write("text", s -> audit.appendIf(
                s.update("DELETE FROM text_override WHERE scope = ? AND id = ? AND language = ?", key(scope), id.word(), language.tag()) > 0, s, act));
    }

    private static String key(Scope scope) {
        return switch (scope) {
            case Scope.OfSite() -> "site";
            case Scope.OfDomain(Domain domain) -> "domain " + domain.ascii();
            case Scope.OfList(ListId list) -> "list " + list.value();
        };
    }

    private static Scope scope(String key) {
        int blank = key.indexOf(' ');
        return switch (key.substring(0, Math.max(blank, 0))) {
            case "domain" -> new Scope.OfDomain(Domain.of(key.substring(blank + 1)));
            case "list" -> new Scope.OfList(new ListId(Long.parseLong(key.substring(blank + 1))));
            default -> new Scope.OfSite();
        };
    }

    private static Optional<String> domain(Scope scope) {
        return switch (scope) {
            case Scope.OfDomain(Domain domain) -> Optional.of(domain.ascii());
            case Scope.OfSite _, Scope.OfList _ -> Optional.empty();
        };
    }

    private static Optional<Long> list(Scope scope) {
        return switch (scope) {
            case Scope.OfList(ListId list) -> Optional.of(list.value());
            case Scope.OfSite _, Scope.OfDomain _ -> Optional.empty();
        };
    }
}
