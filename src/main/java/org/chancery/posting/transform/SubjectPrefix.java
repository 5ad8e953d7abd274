package org.chancery.posting.transform;

import java.text.Normalizer;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chancery.list.Setting;
import org.chancery.mail.Header;
import org.chancery.mail.HeaderField;
import org.chancery.mail.Message;

/// Puts the list's prefix before the subject, once. A prefix in brackets counts wherever it stands; a plain word only at the
/// beginning, behind marks of replies (`Re:`, `AW:`, `回复：`) and tags of other lists, because it may be a word of the subject.
/// Where mail programs and other lists have piled it up, the first one stays and the others go with the marks before them:
/// `AW: [talk] Re: [talk] tea` becomes `AW: [talk] tea`, and `[talk] Re: [talk] tea` `[talk] Re: tea`.
///
/// An encoded subject (RFC 2047) is decoded and encoded again as a whole, so that no encoded word is cut; one that
/// cannot be decoded stays as it is behind the prefix.
///
/// Before the subject of a post that was not proved to be from the list's own people stands another one, behind the first: `[talk] [outside] tea`. An answer of
/// one of them loses it, so that it says of each post what is so. What was resent to outsiders has one of its own.
///
/// `{number}` in a prefix is the number of the post. A reply bears its own and not that of the post it answers:
/// `Re: [talk 17] tea` becomes `Re: [talk 18] tea`. Where a post has none, as in a digest, such a prefix is left out.
public final class SubjectPrefix implements Transform {
    /// Of replies and forwards, in the languages of the mail programs; `Re[2]:` and `Re^2:` count too.
    private static final String MARK = "(?:re|aw|antw|antwort|sv|vs|vb|vl|ref|rif|res|r|rv|tr|wg|fwd?|i|enc|odp|pd|ynt|ilt|atb|bls|trs|va|vá|hal|fs|doorst"
            + "|отв|ответ|пересл|απ|σχετ|πρθ|השב|הועבר|رد|回复|回覆|答复|答覆|转发|轉寄|返信|転送|회신|답장|전달)\\s*(?:\\[\\d{1,3}\\]|\\^\\d{1,3}|\\(\\d{1,3}\\))?\\s*[:：]\\s*";
    private static final String TAG = "\\[[^\\[\\]]{1,60}\\]\\s*";
    private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
    static final String NUMBER = "{number}";
    /// Longer subjects are nobody's subject; keeps the patterns quick.
    private static final int MAX_LOOKED_AT = 2_000;

    @Override
    public Message apply(Message post, Passage passage) {
        return with(marked(post, passage), prefix(passage, Setting.SUBJECT_PREFIX), passage);
    }

    private static Message marked(Message post, Passage passage) {
        String outside = prefix(passage, Setting.SUBJECT_PREFIX_IN);
        return switch (passage.origin()) {
            case Origin.Within() -> outside.isEmpty() ? post : without(post, outside);
            case Origin.Outside() -> with(post, outside, passage);
            case Origin.Resent _ -> with(post, prefix(passage, Setting.SUBJECT_PREFIX_OUT), passage);
        };
    }

    private static String prefix(Passage passage, Setting setting) {
        return composed(passage.list().settings().text(setting).strip());
    }

    private static Message without(Message post, String prefix) {
        String text = composed(post.headers().first("Subject").map(Header::text).orElse("").strip());
        Matcher mark = Pattern.compile("^((?:" + MARK + "|" + TAG + ")*?)" + loose(prefix) + "(?![\\p{L}\\p{N}])\\s*", FLAGS).matcher(text);
        return text.length() <= MAX_LOOKED_AT && mark.find() ? changed(post, HeaderField.unstructured("Subject", mark.group(1) + text.substring(mark.end()))) : post;
    }

    private static Message with(Message post, String prefix, Passage passage) {
        if (prefix.isEmpty() || (prefix.contains(NUMBER) && passage.number() == 0)) {
            return post;
        }
        String filled = prefix.replace(NUMBER, Long.toString(passage.number()));
        Optional<Header> subject = post.headers().first("Subject");
        String text = composed(subject.map(Header::text).orElse("").strip());
        Optional<String> once = once(prefix, filled, text);
        if (once.isEmpty()) {
            return changed(post, prefixed(filled, text, subject));
        }
        return once.get().equals(text) ? post : changed(post, HeaderField.unstructured("Subject", once.get()));
    }

    /// The same for a subject that is no post's and has no number: `prefix` as it is, once.
    public static String on(String subject, String prefix) {
        String text = composed(subject.strip());
        String wanted = composed(prefix.strip());
        return wanted.isEmpty() ? subject : once(wanted, wanted, text).orElseGet(() -> (wanted + " " + text).strip());
    }

    /// Empty when the text has no prefix yet.
    private static Optional<String> once(String prefix, String filled, String text) {
        Matcher first = first(prefix, text);
        if (!first.find()) {
            return Optional.empty();
        }
        return Optional.of(text.length() > MAX_LOOKED_AT ? text : once(prefix, text.substring(0, first.start(1)), prefix.contains(NUMBER) ? filled : first.group(1), text.substring(first.end())));
    }

    /// A reply stays one: if nothing before the first prefix says so, the first mark that goes with a later one stays.
    private static String once(String prefix, String before, String first, String after) {
        Matcher more = repeated(prefix).matcher(after);
        if (!more.lookingAt()) {
            return before + first + after;
        }
        Matcher mark = Pattern.compile(MARK, FLAGS).matcher(more.group());
        String kept = before.isBlank() && mark.find() ? mark.group().strip() + " " : "";
        return before + first + " " + kept + after.substring(more.end());
    }

    /// Some systems write letters and their accents apart.
    private static String composed(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    private static Matcher first(String prefix, String text) {
        String looked = text.length() > MAX_LOOKED_AT ? text.substring(0, MAX_LOOKED_AT) : text;
        boolean bracketed = "[({<【「".indexOf(prefix.codePointAt(0)) >= 0;
        String where = bracketed ? "(" + loose(prefix) + ")" : "^(?:" + MARK + "|" + TAG + ")*(" + loose(prefix) + ")(?![\\p{L}\\p{N}])";
        return Pattern.compile(where, FLAGS).matcher(looked);
    }

    /// One more of the same, with the marks before it, in the run of marks behind the first.
    private static Pattern repeated(String prefix) {
        return Pattern.compile("(?:\\s*(?:" + MARK + ")*" + loose(prefix) + "(?![\\p{L}\\p{N}])\\s*)+", FLAGS);
    }

    /// Folding and mail programs change how many blanks there are.
    private static String loose(String prefix) {
        return Stream.of(prefix.split("\\s+")).map(SubjectPrefix::counted).collect(Collectors.joining("\\s*"));
    }

    private static String counted(String word) {
        return Stream.of(word.split(Pattern.quote(NUMBER), -1)).map(Pattern::quote).collect(Collectors.joining("\\d{1,18}"));
    }

    private static HeaderField prefixed(String prefix, String text, Optional<Header> subject) {
        boolean undecodable = text.contains("=?");
        String raw = subject.map(Header::value).map(String::strip).orElse("");
        boolean keepsRaw = undecodable && (prefix + raw).chars().allMatch(c -> c >= ' ' && c < 0x7F) && isFoldable(raw);
        return keepsRaw
                ? HeaderField.structured("Subject", prefix + " " + raw)
                : HeaderField.unstructured("Subject", (prefix + " " + text).strip());
    }

    private static boolean isFoldable(String raw) {
        return Stream.of(raw.split(" ", -1)).allMatch(word -> word.length() < MAX_LOOKED_AT / 4);
    }

    private static Message changed(Message post, HeaderField subject) {
        return post.headers().first("Subject").isPresent()
                ? post.edit().replaceFirst("Subject", subject).build()
                : post.edit().append(subject).build();
    }
}
