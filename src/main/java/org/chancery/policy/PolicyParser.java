package org.chancery.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the posting-policy language. Total: every text gives a policy or one fault with line and column.
///
/// ```
/// policy  = { rule } "otherwise" outcome "." .          rule = outcome "when" cond "." .
/// outcome = final { "and" extra } | "ask" "sender" "to" duty [ "then" final { "and" extra } ] .
/// final   = "accept" | "hold" [ "for" ("moderators"|"owners") ] | "refuse" [ string ] | "drop" .
/// duty    = "confirm" | "agree" "to" string .
/// extra   = "need" int "approvals" | "tag" string | "notify" role .
/// ```
///
/// Words are case-insensitive, `#` begins a comment, `and` binds to the nearest final. Refused are also texts over
/// 64 KiB, more than 500 rules, nesting over 16, and `need` with anything but `hold`.
///
/// Example: `PolicyParser.parse("hold when first post. otherwise refuse \"Ask {page}\".")`.
public final class PolicyParser {
    /// As much as anybody can still read; bounds time and memory for a text from a web form or a mail.
    public static final int MAX_CHARACTERS = 64 * 1024;
    /// Evaluation and analysis are linear in rules.
    public static final int MAX_RULES = 500;

    private final Cursor cursor;
    private final ConditionParser conditions;

    private PolicyParser(Cursor cursor) {
        this.cursor = cursor;
        this.conditions = new ConditionParser(cursor);
    }

    /// A whole policy, with `otherwise`.
    public static ParsedPolicy<Policy> parse(String text) {
        return read(text, PolicyParser::policy);
    }

    /// Rules of settings, without `otherwise`: `setting` names where they come from. `accept` and `ask` are faults,
    /// since a check can only lower.
    public static ParsedPolicy<List<Check>> parseChecks(String setting, String text) {
        return read(text, parser -> parser.checks(setting));
    }

    private interface Reader<T> {
        T read(PolicyParser parser) throws SyntaxFault;
    }

    private static <T> ParsedPolicy<T> read(String text, Reader<T> reader) {
        if (text.length() > MAX_CHARACTERS) {
            return new ParsedPolicy.Wrong<>(1, 1, "a policy has at most " + MAX_CHARACTERS + " characters");
        }
        try {
            return new ParsedPolicy.Read<>(reader.read(new PolicyParser(new Cursor(Lexer.tokens(text)))));
        } catch (SyntaxFault fault) {
            return fault.toParsed();
        }
    }

    private Policy policy() throws SyntaxFault {
        var rules = new ArrayList<Rule>();
        while (!cursor.take("otherwise")) {
            requireNotEnded();
            requireRoom(rules);
            rules.add(rule());
        }
        var otherwise = outcome();
        cursor.expect(".");
        if (cursor.peek().kind() != Token.Kind.END) {
            throw SyntaxFault.at(cursor.peek(), "nothing may follow otherwise, but here stands " + cursor.peek().shown());
        }
        return new Policy(rules, otherwise);
    }

    private void requireNotEnded() throws SyntaxFault {
        if (cursor.peek().kind() == Token.Kind.END) {
            throw SyntaxFault.at(
                    cursor.previous(),
                    "the policy ends here without otherwise: say what happens to all other mail, "
                            + "for example \"otherwise refuse.\"");
        }
    }

    private void requireRoom(List<?> rules) throws SyntaxFault {
        if (rules.size() == MAX_RULES) {
            throw SyntaxFault.at(cursor.peek(), "a policy has at most " + MAX_RULES + " rules");
        }
    }

    private Rule rule() throws SyntaxFault {
        var outcome = outcome();
        cursor.expect("when");
        var condition = conditions.condition();
        requireEnd();
        return new Rule(outcome, condition);
    }

    private void requireEnd() throws SyntaxFault {
        if (cursor.peek().is("or")) {
            throw SyntaxFault.at(cursor.peek(), "or stands inside parentheses only: write (this or that)");
        }
        if (!cursor.take(".")) {
            throw SyntaxFault.expected("\"and\" or \".\"", cursor.peek());
        }
    }

    private List<Check> checks(String setting) throws SyntaxFault {
        var checks = new ArrayList<Check>();
        while (cursor.peek().kind() != Token.Kind.END) {
            requireRoom(checks);
            var start = cursor.peek();
            var rule = rule();
            if (!(rule.outcome() instanceof Outcome.Lowering lowering)) {
                throw SyntaxFault.at(start, "a check can only hold, refuse or drop");
            }
            checks.add(new Check(setting, lowering, rule.condition(), ""));
        }
        return checks;
    }

    private Outcome outcome() throws SyntaxFault {
        if (cursor.take("ask")) {
            cursor.expectAll("sender", "to");
            var duty = duty();
            return new Outcome.Ask(duty, cursor.take("then") ? Optional.of(end("")) : Optional.empty());
        }
        return end(", ask");
    }

    private Duty duty() throws SyntaxFault {
        if (cursor.take("confirm")) {
            return new Duty.Confirm();
        }
        if (cursor.take("agree")) {
            cursor.expect("to");
            return new Duty.Agree(cursor.name("the name of a contract"));
        }
        throw SyntaxFault.expected("confirm or agree to \"contract\"", cursor.peek());
    }

    private Outcome.Final end(String alsoPossible) throws SyntaxFault {
        if (cursor.take("accept")) {
            return new Outcome.Accept(extras(false));
        }
        if (cursor.take("hold")) {
            var by = desk();
            return new Outcome.Hold(by, extras(true));
        }
        if (cursor.take("refuse")) {
            Optional<String> text = cursor.isString() ? Optional.of(cursor.string("a text")) : Optional.empty();
            return new Outcome.Refuse(text, extras(false));
        }
        if (cursor.take("drop")) {
            return new Outcome.Drop(extras(false));
        }
        throw SyntaxFault.expected("what to do (accept, hold, refuse, drop" + alsoPossible + ")", cursor.peek());
    }

    private Outcome.By desk() throws SyntaxFault {
        if (!cursor.take("for") || cursor.take("moderators")) {
            return Outcome.By.MODERATORS;
        }
        cursor.expect("owners");
        return Outcome.By.OWNERS;
    }

    private Extras extras(boolean held) throws SyntaxFault {
        var extras = Extras.NONE;
        while (cursor.take("and")) {
            var start = cursor.peek();
            var extra = extra(held);
            if (extras.tag().isPresent() && extra.tag().isPresent()) {
                throw SyntaxFault.at(start, "a message has one tag");
            }
            extras = extras.and(extra);
        }
        return extras;
    }

    private Extras extra(boolean held) throws SyntaxFault {
        var start = cursor.peek();
        if (cursor.take("need")) {
            int approvals = cursor.number("the number of approvals", 1);
            cursor.expect("approvals");
            if (!held) {
                throw SyntaxFault.at(start, "only a held message can need approvals: write hold and need ...");
            }
            return new Extras(approvals, Optional.empty(), List.of());
        }
        if (cursor.take("tag")) {
            return new Extras(1, Optional.of(cursor.name("a tag")), List.of());
        }
        if (cursor.take("notify")) {
            return new Extras(1, Optional.empty(), List.of(conditions.standing()));
        }
        throw SyntaxFault.expected("need, tag or notify", start);
    }
}
