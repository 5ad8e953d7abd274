package org.chancery.mail;

import java.util.ArrayList;
import java.util.List;
import org.chancery.mail.MailboxTokens.Kind;
import org.chancery.mail.MailboxTokens.Token;

/// Reads address lists: From, To, Cc, Reply-To and their like (RFC 5322 section 3.4, RFC 6854).
///
/// Two readers of one field must not see two authors. Therefore refused: control characters, anything after the
/// closing angle bracket, an unquoted `@` in a display name, a comment that holds an address, source routes, encoded
/// words inside an address, unfinished quotes, comments nested more than 32 deep. Encoded words are decoded
/// in display names only, after the address is known (RFC 2047 section 5). Groups give their members; empty
/// elements are skipped. The time is linear in the length.
///
/// Example: `MailboxList.parse("Ann <ann@example.org>, friends: bob@example.net;")` has two mailboxes.
public final class MailboxList {
    private final List<Mailbox> boxes = new ArrayList<>();
    private final List<Token> element = new ArrayList<>();
    private boolean isInGroup;
    private boolean isInAngles;

    private MailboxList() {}

    /// The value of a field, unfolded ([Header#value]). A field without any address gives an empty list.
    public static Parsed<List<Mailbox>> parse(String headerValue) {
        return switch (MailboxTokens.read(headerValue)) {
            case Parsed.Malformed<List<Token>> fault -> fault.as();
            case Parsed.Value<List<Token>>(List<Token> tokens) -> new MailboxList().read(tokens, headerValue.length());
        };
    }

    private static final class Fault extends RuntimeException {
        private final int at;
        private final String why;

        Fault(int at, String why) {
            super(why, null, false, false);
            this.at = at;
            this.why = why;
        }
    }

    private Parsed<List<Mailbox>> read(List<Token> tokens, int length) {
        try {
            for (Token token : tokens) {
                next(token);
            }
            if (isInGroup) {
                throw new Fault(length, "a group without its semicolon");
            }
            endElement();
            return Parsed.of(List.copyOf(boxes));
        } catch (Fault fault) {
            return Parsed.malformed(fault.at, fault.why);
        }
    }

    private void next(Token token) {
        if (isInAngles || token.is('<')) {
            element.add(token);
            isInAngles = !token.is('>');
        } else if (token.is(',')) {
            endElement();
        } else if (token.is(';') && isInGroup) {
            endElement();
            isInGroup = false;
        } else if (token.is(':') && !isInGroup) {
            beginGroup(token);
        } else {
            element.add(token);
        }
    }

    private void beginGroup(Token colon) {
        boolean isPhrase = !element.isEmpty()
                && element.stream().allMatch(token -> isOfPhrase(token) && token.text().indexOf('@') < 0);
        if (!isPhrase) {
            throw new Fault(colon.at(), "a colon that begins no group");
        }
        element.clear();
        isInGroup = true;
    }

    private void endElement() {
        if (element.stream().anyMatch(token -> token.kind() != Kind.COMMENT)) {
            boxes.add(mailbox());
        }
        element.clear();
    }

    private Mailbox mailbox() {
        for (Token token : element) {
            if (token.kind() == Kind.COMMENT && (token.text().indexOf('@') >= 0 || token.text().indexOf('<') >= 0)) {
                throw new Fault(token.at(), "a comment that looks like an address");
            }
        }
        List<Token> plain = element.stream().filter(token -> token.kind() != Kind.COMMENT).toList();
        int open = indexOf(plain, '<');
        if (open < 0) {
            return new Mailbox(EncodedWord.decode(comments()), address(plain));
        }
        if (!plain.getLast().is('>')) {
            throw new Fault(plain.getLast().at(), "something after the angle brackets");
        }
        return new Mailbox(phrase(plain.subList(0, open)), address(plain.subList(open + 1, plain.size() - 1)));
    }

    private static int indexOf(List<Token> tokens, char special) {
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).is(special)) {
                return i;
            }
        }
        return -1;
    }

    /// The old place of the name: `ann@example.org (Ann)` (RFC 5322 section 3.4, note).
    private String comments() {
        return element.stream()
                .filter(token -> token.kind() == Kind.COMMENT)
                .map(Token::text)
                .reduce((first, second) -> first + " " + second)
                .orElse("");
    }

    /// Dots are allowed as in `John Q. Public` (RFC 5322 section 4.1).
    private static boolean isOfPhrase(Token token) {
        return token.kind() == Kind.ATOM || token.kind() == Kind.QUOTED || token.kind() == Kind.COMMENT || token.is('.');
    }

    private static String phrase(List<Token> tokens) {
        var text = new StringBuilder();
        for (Token token : tokens) {
            if (!isOfPhrase(token)) {
                throw new Fault(token.at(), "a special character in a display name");
            }
            text.append(token.glued() || text.isEmpty() ? "" : " ").append(token.text());
        }
        return EncodedWord.decode(text.toString());
    }

    private static Address address(List<Token> tokens) {
        if (tokens.isEmpty()) {
            throw new Fault(0, "empty angle brackets");
        }
        var text = new StringBuilder();
        boolean joins = true;
        for (Token token : tokens) {
            boolean isJoint = token.is('.') || token.is('@');
            if (!isJoint && !joins && !token.glued()) {
                throw new Fault(token.at(), "a blank inside an address");
            }
            text.append(token.raw());
            joins = isJoint;
        }
        return checked(text.toString(), tokens.getFirst().at());
    }

    private static Address checked(String text, int at) {
        if (text.startsWith("@")) {
            throw new Fault(at, "a source route");
        }
        if (text.contains("=?")) {
            // Left as it is it would be safe here, but the next reader may decode it into another author.
            throw new Fault(at, "an encoded word inside an address");
        }
        return switch (Address.parse(text)) {
            case Parsed.Value<Address>(Address address) -> address;
            case Parsed.Malformed<Address>(int where, String why) -> throw new Fault(at + where, why);
        };
    }
}
