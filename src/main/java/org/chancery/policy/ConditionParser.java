package org.chancery.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.chancery.authentication.ProofLevel;
import org.chancery.authentication.Result;

/// Reads what stands after `when`.
///
/// ```
/// cond = term { "and" term } .                  term = [ "not" ] fact | "(" cond { "or" cond } ")" .
/// role = "owner"|"moderator"|"member"|"authorised" "sender"|"allowed" "poster"|"parent" "list"|"group" string|"anyone" .
/// ```
final class ConditionParser {
    /// Far beyond what anybody writes; keeps the recursion off the end of the stack.
    private static final int MAX_NESTING = 16;
    /// A rule with more types than this should be a setting.
    private static final int MAX_TYPES = 100;

    private final Cursor cursor;
    private int nesting;

    ConditionParser(Cursor cursor) {
        this.cursor = cursor;
    }

    Condition condition() throws SyntaxFault {
        var terms = new ArrayList<Condition>();
        do {
            addFlat(terms, term());
        } while (cursor.take("and"));
        return terms.size() == 1 ? terms.getFirst() : new Condition.All(terms);
    }

    private static void addFlat(List<Condition> terms, Condition term) {
        if (term instanceof Condition.All(var inner)) {
            terms.addAll(inner);
        } else {
            terms.add(term);
        }
    }

    private Condition term() throws SyntaxFault {
        if (cursor.peek().is("(")) {
            return choice();
        }
        boolean negated = cursor.take("not");
        if (negated && cursor.peek().is("(")) {
            throw SyntaxFault.at(cursor.peek(), "not stands before a single fact only, never before parentheses");
        }
        return new Condition.Is(fact(), negated);
    }

    private Condition choice() throws SyntaxFault {
        var open = cursor.next();
        if (++nesting > MAX_NESTING) {
            throw SyntaxFault.at(open, "at most " + MAX_NESTING + " parentheses may stand inside each other");
        }
        var choices = new ArrayList<Condition>();
        do {
            addChoice(choices, condition());
        } while (cursor.take("or"));
        cursor.expect(")");
        nesting--;
        return choices.size() == 1 ? choices.getFirst() : new Condition.Any(choices);
    }

    private static void addChoice(List<Condition> choices, Condition choice) {
        if (choice instanceof Condition.Any(var inner)) {
            choices.addAll(inner);
        } else {
            choices.add(choice);
        }
    }

    private Fact fact() throws SyntaxFault {
        var word = cursor.peek();
        if (word.kind() != Token.Kind.WORD) {
            throw SyntaxFault.expected("a fact (from, proof, dmarc, size over, ...)", word);
        }
        cursor.next();
        return switch (word.text()) {
            case "from" -> from();
            case "proof" -> proof();
            case "answered" -> answered();
            case "dmarc" -> new Fact.Dmarc(result("pass", "fail", "none", "temperror", "permerror"));
            case "spf" ->
                new Fact.Spf(result("pass", "fail", "softfail", "neutral", "none", "temperror", "permerror"));
            case "swk" -> new Fact.Swk(Facts.SubstituteKey.valueOf(upper(oneOf("valid", "invalid", "absent"))));
            case "signed" -> signed();
            case "encrypted" -> encrypted();
            case "connection" -> connection();
            case "blocklisted" -> blocklisted();
            case "spam" -> new Fact.Spam(Facts.Spam.valueOf(upper(oneOf("likely", "certain"))));
            case "size" -> size();
            case "has" -> present(FactName.ATTACHMENTS, "attachments");
            case "type" -> typeOutside();
            case "first" -> present(FactName.FIRST_POST, "post");
            case "cross-posted" -> crossPosted();
            case "automatic" -> present(FactName.AUTOMATIC_MAIL, "mail");
            case "via" -> present(FactName.VIA_ANOTHER_LIST, "another", "list");
            case "to" -> present(FactName.HIDDEN_RECIPIENTS, "hidden", "recipients");
            case "subject" -> present(FactName.SUBJECT_EMPTY, "empty");
            case "over" -> recipients();
            case "looks" -> present(FactName.COMMAND, "like", "a", "command");
            case "header" -> headerMatches();
            case "quota" -> present(FactName.QUOTA_OVER, "over");
            case "list" -> new Fact.ListIs(Facts.ListState.valueOf(upper(oneOf("paused", "frozen"))));
            default -> throw SyntaxFault.expected("a fact (from, proof, dmarc, size over, ...)", word);
        };
    }

    private static String upper(String word) {
        return word.toUpperCase(Locale.ROOT);
    }

    /// Takes one of these words, and names them all if another stands there.
    private String oneOf(String... words) throws SyntaxFault {
        for (String word : words) {
            if (cursor.take(word)) {
                return word;
            }
        }
        throw SyntaxFault.expected("one of " + String.join(", ", words), cursor.peek());
    }

    private Fact present(FactName name, String... rest) throws SyntaxFault {
        cursor.expectAll(rest);
        return new Fact.Present(name);
    }

    private Fact from() throws SyntaxFault {
        return switch (standing()) {
            case Standing.Role role -> new Fact.From(role);
            case Standing.Group(var name) -> new Fact.FromGroup(name);
        };
    }

    /// A role; also who is told by `notify`.
    Standing standing() throws SyntaxFault {
        var start = cursor.peek();
        if (start.kind() != Token.Kind.WORD) {
            throw noRole(start);
        }
        cursor.next();
        return switch (start.text()) {
            case "owner" -> Standing.Role.OWNER;
            case "moderator" -> Standing.Role.MODERATOR;
            case "member" -> Standing.Role.MEMBER;
            case "anyone" -> Standing.Role.ANYONE;
            case "authorised" -> followedBy("sender", Standing.Role.AUTHORISED_SENDER);
            case "allowed" -> followedBy("poster", Standing.Role.ALLOWED_POSTER);
            case "parent" -> followedBy("list", Standing.Role.PARENT_LIST);
            case "group" -> new Standing.Group(cursor.name("the name of a group"));
            default -> throw noRole(start);
        };
    }

    private Standing followedBy(String word, Standing.Role role) throws SyntaxFault {
        cursor.expect(word);
        return role;
    }

    private static SyntaxFault noRole(Token found) {
        return SyntaxFault.expected(
                "a role (owner, moderator, member, authorised sender, allowed poster, parent list, group \"name\", anyone)",
                found);
    }

    private Fact proof() throws SyntaxFault {
        if (cursor.take("is")) {
            return new Fact.ProofIs(level());
        }
        if (!cursor.take("at")) {
            throw SyntaxFault.expected("\"at least\" or \"is\"", cursor.peek());
        }
        cursor.expect("least");
        return new Fact.ProofAtLeast(level());
    }

    private ProofLevel level() throws SyntaxFault {
        var token = cursor.peek();
        var level = ProofLevel.of(token.kind() == Token.Kind.WORD ? token.text() : "")
                .orElseThrow(() -> SyntaxFault.expected(
                        "a proof level (none, domain, mailbox, sender-key, account, key)", token));
        cursor.next();
        return level;
    }

    private Fact answered() throws SyntaxFault {
        return new Fact.Answered(Duty.Kind.valueOf(upper(oneOf("confirm", "contract"))));
    }

    private Result result(String... words) throws SyntaxFault {
        return Result.valueOf(upper(oneOf(words)));
    }

    private Fact signed() throws SyntaxFault {
        cursor.expect("by");
        if (cursor.take("nobody")) {
            return new Fact.SignedBy(Facts.Signature.NOBODY);
        }
        var which = oneOf("known", "any", "nobody");
        cursor.expect("key");
        return new Fact.SignedBy(which.equals("known") ? Facts.Signature.KNOWN_KEY : Facts.Signature.ANY_KEY);
    }

    private Fact encrypted() throws SyntaxFault {
        if (cursor.take("to")) {
            cursor.expect("list");
            return new Fact.Encrypted(true);
        }
        return new Fact.Encrypted(false);
    }

    private Fact connection() throws SyntaxFault {
        return switch (oneOf("tls", "submission", "client")) {
            case "tls" -> new Fact.Present(FactName.CONNECTION_TLS);
            case "submission" -> new Fact.Present(FactName.CONNECTION_SUBMISSION);
            default -> {
                cursor.expect("certificate");
                yield new Fact.ClientCertificate(cursor.name("the name of a certificate"));
            }
        };
    }

    private Fact blocklisted() throws SyntaxFault {
        if (cursor.take("by")) {
            cursor.expectAll("at", "least");
            return new Fact.Blocklisted(cursor.number("the number of blocklists", 1));
        }
        return new Fact.Blocklisted(1);
    }

    private Fact size() throws SyntaxFault {
        cursor.expect("over");
        int count = cursor.number("a size", 0);
        return new Fact.SizeOver(count, Fact.SizeOver.Unit.valueOf(upper(oneOf("kb", "mb"))));
    }

    private Fact typeOutside() throws SyntaxFault {
        cursor.expect("outside");
        var types = new ArrayList<String>();
        do {
            if (types.size() == MAX_TYPES) {
                throw SyntaxFault.at(cursor.peek(), "a rule names at most " + MAX_TYPES + " types");
            }
            types.add(type());
        } while (cursor.take(","));
        return new Fact.TypeOutside(types);
    }

    private String type() throws SyntaxFault {
        var token = cursor.peek();
        var type = cursor.name("a type such as \"text/plain\" or \"image/*\"").toLowerCase(Locale.ROOT);
        int slash = type.indexOf('/');
        if (slash <= 0 || slash == type.length() - 1 || slash != type.lastIndexOf('/')) {
            throw SyntaxFault.at(token, "a type is written like \"text/plain\" or \"image/*\"");
        }
        return type;
    }

    private Fact crossPosted() throws SyntaxFault {
        cursor.expectAll("to", "over");
        int over = cursor.number("the number of lists", 0);
        cursor.expect("lists");
        return new Fact.CrossPosted(over);
    }

    private Fact recipients() throws SyntaxFault {
        int over = cursor.number("the number of recipients", 0);
        cursor.expect("recipients");
        return new Fact.Recipients(over);
    }

    private Fact headerMatches() throws SyntaxFault {
        cursor.expect("matches");
        return new Fact.HeaderMatches(cursor.name("the name of a header pattern"));
    }
}
