package org.chancery.keyword;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.chancery.keyring.Fingerprint;
import org.chancery.mail.Address;
import org.chancery.mail.Parsed;
import org.chancery.protection.Technology;

/// Reads one command: its word as we write it or as Schleuder does (`x-add-key:`), then addresses and what else it takes.
final class KeywordReader {
    /// Schleuder's words, and other spellings, for ours.
    private static final Map<String, String> ALIASES = Map.ofEntries(
            Map.entry("add-key", "key-add"), Map.entry("key-upload", "key-add"), Map.entry("key", "key-add"),
            Map.entry("list-keys", "key-all"), Map.entry("get-key", "key-get"), Map.entry("fetch-key", "key-fetch"),
            Map.entry("delete-key", "key-revoke"), Map.entry("key-delete", "key-revoke"), Map.entry("unset-fingerprint", "key-revoke"),
            Map.entry("set-fingerprint", "key-fingerprint"), Map.entry("list-subscriptions", "members"), Map.entry("who", "members"),
            Map.entry("get-logfile", "log"), Map.entry("get-version", "version"), Map.entry("sign", "sign-this"),
            Map.entry("resend-enc", "resend-encrypted"), Map.entry("resend-encrypted-only", "resend-encrypted"),
            Map.entry("resend-cc-enc", "resend-cc-encrypted"), Map.entry("resend-cc-encrypted-only", "resend-cc-encrypted"),
            Map.entry("attach-listkey", "attach-list-key"));
    /// Words of two words: `key list` is `key-list`.
    private static final Map<String, List<String>> PAIRS = Map.of(
            "key", List.of("add", "upload", "list", "get", "fetch", "set", "delete", "revoke", "approve", "refuse"), "sign", List.of("this"));

    private static final List<String> FLAGS = List.of("true", "false");

    private KeywordReader() {}

    static Parsed<Keyword> read(String line) {
        List<String> rest = new ArrayList<>(Stream.of(line.split("[\\s,;]+")).filter(word -> !word.isEmpty()).toList());
        if (rest.isEmpty()) {
            return Parsed.malformed(0, "it is empty");
        }
        String word = bare(rest.removeFirst());
        if (!rest.isEmpty() && PAIRS.getOrDefault(word, List.of()).contains(bare(rest.getFirst()))) {
            word = word + "-" + bare(rest.removeFirst());
        }
        if (word.equals("attach") && rest.stream().map(KeywordReader::bare).toList().equals(List.of("list", "key"))) {
            return Parsed.of(new Keyword.AttachListKey());
        }
        return read(ALIASES.getOrDefault(word, word), rest);
    }

    private static String bare(String word) {
        return word.toLowerCase(Locale.ROOT).replaceFirst("^x-", "").replaceFirst(":$", "");
    }

    private static Parsed<Keyword> read(String word, List<String> rest) {
        return switch (word) {
            case "help" -> none(rest, new Keyword.Help());
            case "members" -> rest.size() > 1 ? tooMuch() : Parsed.of(new Keyword.Members(lower(rest)));
            case "subscribe" -> subscribe(rest);
            case "unsubscribe" -> optional(rest).map(Keyword.Unsubscribe::new);
            case "key-add" -> optional(rest).map(Keyword.KeyAdd::new);
            case "key-list" -> lower(rest).equals("all") ? Parsed.of(new Keyword.KeyListAll("")) : optional(rest).map(Keyword.KeyList::new);
            case "key-all" -> rest.size() > 1 ? tooMuch() : Parsed.of(new Keyword.KeyListAll(lower(rest)));
            case "key-get" -> optional(rest).map(Keyword.KeyGet::new);
            case "key-set" -> technology(rest).<Parsed<Keyword>>map(known -> Parsed.of(new Keyword.KeyPrefer(known))).orElseGet(() -> set(rest));
            case "key-revoke" -> revoke(rest);
            case "key-approve" -> mandatory(rest).map(Keyword.KeyApprove::new);
            case "key-refuse" -> optional(rest).map(Keyword.KeyRefuse::new);
            case "resend", "resend-encrypted", "resend-unencrypted", "resend-cc", "resend-cc-encrypted", "resend-cc-unencrypted" -> resend(word, rest);
            case "attach-list-key" -> none(rest, new Keyword.AttachListKey());
            case "sign-this" -> none(rest, new Keyword.SignThis());
            case "key-fetch" -> fetch(rest);
            case "key-fingerprint" -> set(rest);
            case "version" -> none(rest, new Keyword.Version());
            case "log" -> none(rest, new Keyword.Log());
            default -> Parsed.malformed(0, "there is no such command; \"help\" names them");
        };
    }

    /// `key fetch ADDRESS`, `key fetch ADDRESS FINGERPRINT`; the fingerprint may be in groups.
    private static Parsed<Keyword> fetch(List<String> rest) {
        if (rest.size() <= 1) {
            return mandatory(rest).map(address -> new Keyword.KeyFetch(address, Optional.empty()));
        }
        return switch (fingerprint(rest.subList(1, rest.size()))) {
            case Parsed.Malformed<Fingerprint> fault -> fault.as();
            case Parsed.Value<Fingerprint>(Fingerprint wanted) -> address(rest.getFirst()).map(address -> new Keyword.KeyFetch(address, Optional.of(wanted)));
        };
    }

    private static Parsed<Fingerprint> fingerprint(List<String> groups) {
        return Fingerprint.parse(String.join(" ", groups));
    }

    /// What has no @ is no address.
    private static boolean isAddress(List<String> rest) {
        return !rest.isEmpty() && rest.getFirst().contains("@");
    }

    /// `key set FINGERPRINT`, `key set ADDRESS FINGERPRINT`.
    private static Parsed<Keyword> set(List<String> rest) {
        boolean isNamed = isAddress(rest);
        return switch (fingerprint(rest.subList(isNamed ? 1 : 0, rest.size()))) {
            case Parsed.Malformed<Fingerprint> _ ->
                    Parsed.malformed(0, "\"key set\" takes openpgp, smime, a fingerprint of 40 or 64 digits, or an address and a fingerprint");
            case Parsed.Value<Fingerprint>(Fingerprint key) -> optional(isNamed ? rest.subList(0, 1) : List.of()).map(address -> new Keyword.KeySet(address, key));
        };
    }

    /// `subscribe ADDRESS [FINGERPRINT] [ADMIN] [DELIVERY]`, the last two `true` or `false`, in the order that Schleuder gives them.
    private static Parsed<Keyword> subscribe(List<String> rest) {
        int end = rest.size();
        while (end > 1 && rest.size() - end < 2 && FLAGS.contains(rest.get(end - 1).toLowerCase(Locale.ROOT))) {
            end--;
        }
        List<Boolean> flags = rest.subList(end, rest.size()).stream().map(Boolean::parseBoolean).toList();
        boolean isOwner = !flags.isEmpty() && flags.getFirst();
        Optional<Boolean> delivery = flags.size() > 1 ? Optional.of(flags.getLast()) : Optional.empty();
        if (end <= 1) {
            return mandatory(rest.subList(0, end)).map(address -> new Keyword.Subscribe(address, Optional.empty(), isOwner, delivery));
        }
        return switch (fingerprint(rest.subList(1, end))) {
            case Parsed.Malformed<Fingerprint> _ -> Parsed.malformed(0,
                    "\"subscribe\" takes an address, and behind it a fingerprint, true or false for an owner, and true or false for delivery");
            case Parsed.Value<Fingerprint>(Fingerprint key) -> address(rest.getFirst()).map(address -> new Keyword.Subscribe(address, Optional.of(key), isOwner, delivery));
        };
    }

    private static Parsed<Keyword> none(List<String> rest, Keyword keyword) {
        return rest.isEmpty() ? Parsed.of(keyword) : tooMuch();
    }

    private static <T> Parsed<T> tooMuch() {
        return Parsed.malformed(0, "there is more behind the command than it takes");
    }

    private static String lower(List<String> rest) {
        return rest.isEmpty() ? "" : rest.getFirst().toLowerCase(Locale.ROOT);
    }

    private static Parsed<Address> mandatory(List<String> rest) {
        return rest.size() == 1 ? address(rest.getFirst()) : Parsed.malformed(0, "it takes one address");
    }

    private static Parsed<Optional<Address>> optional(List<String> rest) {
        return rest.isEmpty() ? Parsed.of(Optional.empty()) : mandatory(rest).map(Optional::of);
    }

    private static Parsed<Address> address(String written) {
        return switch (Address.parse(written.replaceFirst("^<", "").replaceFirst(">$", ""))) {
            case Parsed.Value<Address>(Address address) when !address.domain().isLiteral() -> Parsed.of(address);
            case Parsed.Value<Address> _, Parsed.Malformed<Address> _ -> Parsed.malformed(0, "what should be an address is none");
        };
    }

    private static Optional<Technology> technology(List<String> rest) {
        return rest.size() != 1 ? Optional.empty() : switch (lower(rest)) {
            case "openpgp" -> Optional.of(Technology.OPENPGP);
            case "smime" -> Optional.of(Technology.SMIME);
            default -> Optional.empty();
        };
    }

    /// `key revoke`, `key revoke smime`, `key revoke ADDRESS`, `key revoke ADDRESS openpgp`, `key revoke FINGERPRINT`.
    private static Parsed<Keyword> revoke(List<String> rest) {
        Optional<Technology> last = rest.isEmpty() ? Optional.empty() : technology(List.of(rest.getLast()));
        List<String> before = last.isEmpty() ? rest : rest.subList(0, rest.size() - 1);
        if (!before.isEmpty() && !isAddress(before)) {
            return switch (fingerprint(rest)) {
                case Parsed.Malformed<Fingerprint> _ -> Parsed.malformed(0, "it takes an address or a fingerprint of 40 or 64 digits");
                case Parsed.Value<Fingerprint>(Fingerprint key) -> Parsed.of(new Keyword.KeyRevokeNamed(key));
            };
        }
        return optional(before).map(address -> new Keyword.KeyRevoke(address, last));
    }

    private static Parsed<Keyword> resend(String word, List<String> rest) {
        List<Address> to = new ArrayList<>();
        for (String one : rest) {
            switch (address(one)) {
                case Parsed.Value<Address>(Address address) when !to.contains(address) -> to.add(address);
                case Parsed.Value<Address> _ -> {} // named twice is meant once
                case Parsed.Malformed<Address>(int at, String why) -> {
                    return Parsed.malformed(at, why);
                }
            }
        }
        Keyword.Manner manner = word.endsWith("-encrypted") ? Keyword.Manner.ENCRYPTED : word.endsWith("-unencrypted") ? Keyword.Manner.CLEAR : Keyword.Manner.AS_POSSIBLE;
        return to.isEmpty() ? Parsed.malformed(0, "it takes addresses") : Parsed.of(new Keyword.Resend(to, manner, word.startsWith("resend-cc")));
    }
}
