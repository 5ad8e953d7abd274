package org.chancery.mail;

import java.util.ArrayList;
import java.util.List;

/// A mailbox with the name that people see beside it (RFC 5322 section 3.4). The name may be empty; what could forge
/// a line or the reading direction is taken out of it, and blanks around it. It proves nothing about anybody.
///
/// Example: `new Mailbox("Ann O'Nym", Address.of("ann@example.org"))`.
public record Mailbox(String displayName, Address address) {
    /// Without a blank it could not be folded, so a longer one is encoded, which splits it.
    private static final int MAX_PLAIN_NAME = 500;

    public Mailbox {
        displayName = PlainText.harmless(displayName).strip();
    }

    public static Mailbox of(Address address) {
        return new Mailbox("", address);
    }

    /// The same, without the name if another address than this one can be read in it: for what we write in our own name, where people would take
    /// that for whose mail it is.
    ///
    /// Example: `"bob@example.net" <mallory@example.net>` becomes `mallory@example.net`.
    public Mailbox honest() {
        return AddressInName.isAnother(displayName, address) ? of(address) : this;
    }

    /// As RFC 5322 writes it, for a header or for people.
    @Override
    public String toString() {
        return String.join(" ", words());
    }

    /// The written form in words between which a line may be folded.
    List<String> words() {
        if (displayName.isEmpty()) {
            return List.of(address.toString());
        }
        List<String> words = new ArrayList<>(List.of(phrase().split(" ", -1)));
        words.add("<" + address + ">");
        return words;
    }

    private String phrase() {
        boolean plain = displayName.length() <= MAX_PLAIN_NAME
                && !displayName.contains("=?")
                && displayName.chars().allMatch(c -> c >= ' ' && c < 0x7F);
        if (!plain) {
            return EncodedWord.encode(displayName);
        }
        boolean atoms = !displayName.contains("  ")
                && displayName.chars().allMatch(c -> c == ' ' || (c < 0x80 && LocalPart.isAtomText(c)));
        return atoms ? displayName : '"' + displayName.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
