package org.chancery.posting.sealing;

import java.util.stream.Collectors;
import org.chancery.list.Setting;
import org.chancery.mail.Header;
import org.chancery.mail.Message;
import org.chancery.posting.transform.Edges;
import org.chancery.posting.transform.Origin;
import org.chancery.posting.transform.Passage;
import org.chancery.protection.CryptoReport;

/// Where a post came from, in lines that people read, for programs that show neither the fields under protection nor a signature inside another:
/// what the setting `provenance` names. What a program should read stands in the protected header; this text says nothing else.
///
/// Example: `From: Ann <ann@example.net>`, `Sig: good, by 0123456789ABCDEF0123456789ABCDEF01234567`, `Enc: list`, and a rule.
final class Provenance {
    private static final String RULE = Edges.LINE + "\r\n";
    /// A To with a thousand names is not read by anybody.
    private static final int MAX_VALUE = 500;

    private Provenance() {}

    /// `written`: the post as its author wrote it, opened. Empty where there is nothing to tell; a field that is missing has no line.
    static String of(Message written, CryptoReport report, Passage passage) {
        String lines = passage.list().settings().words(Setting.PROVENANCE).stream().map(word -> line(word, written, report)).collect(Collectors.joining());
        return lines.isEmpty() ? "" : lines + RULE;
    }

    /// To whom it was resent, which stands above that whatever the settings say.
    static String ofResent(Passage passage) {
        return passage.origin() instanceof Origin.Resent(String note) ? "Resent: " + note + "\r\n" + RULE : "";
    }

    private static String line(String word, Message written, CryptoReport report) {
        return switch (word) {
            case "sig" -> "Sig: " + report.signature().word() + report.signer().map(fingerprint -> ", by " + fingerprint).orElse("") + "\r\n";
            case "enc" -> "Enc: " + report.encryption().word() + "\r\n";
            default -> written.headers().first(word).map(Provenance::shown).orElse("");
        };
    }

    private static String shown(Header field) {
        String text = field.text().strip().replaceAll("[\\p{Cntrl}\\s]+", " ");
        return text.isEmpty() ? "" : field.name() + ": " + (text.length() > MAX_VALUE ? text.substring(0, MAX_VALUE) + "..." : text) + "\r\n";
    }
}
