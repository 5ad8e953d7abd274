package org.chancery.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.chancery.administration.KeyAdministration;
import org.chancery.administration.Refused;
import org.chancery.keyring.KeyRestore;
import org.chancery.keyring.ListKey;
import org.chancery.keyring.ListKeyDesk;
import org.chancery.keyring.MemberCiphers;
import org.chancery.keyring.MemberKey;
import org.chancery.keyring.MemberKeyDesk;
import org.chancery.list.MailingList;
import org.chancery.protection.ContentCipher;
import org.chancery.protection.Technology;
import org.chancery.secrets.Secret;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `chancery key`: OpenPGP and S/MIME keys of lists and members.
@Command(name = "key", description = "OpenPGP and S/MIME keys of lists and of their members.", footer = "Example: chancery key generate talk@lists.example.org")
final class KeyCommands {
    private static final int MAX_FILE = 1 << 20;
    private static final String LIST = "The list.";
    private static final String MEMBER = "A member; without it the list itself.";
    private static final String NAMED = "Which key of the list, where it has two of a technology (versions 4 and 6).";
    private static final String TECHNOLOGY = "openpgp or smime; default openpgp where there is one.";
    private final Invocation invocation;

    KeyCommands(Invocation invocation) {
        this.invocation = invocation;
    }

    @Command(name = "generate", description = {"Make a key for a list: ed25519 is what most programs read; rfc9580 may stand beside it.",
            "An S/MIME key waits for its certificate: \"key csr\" shows the request, \"key import\" takes what the authority gave."},
            footer = "Example: chancery key generate talk@lists.example.org --type ed25519")
    int generate(
            @Parameters(paramLabel = "LIST", description = LIST) String address,
            @Parameters(paramLabel = "ADDRESS", arity = "0..1", description = MEMBER) @Nullable String member,
            @Option(names = "--type", defaultValue = "ed25519", paramLabel = "TYPE", description = "ed25519, rsa3072, rfc9580, smime-ec-p256 or smime-rsa3072; default ed25519.") String type) {
        refuseMember(member, "made");
        MailingList list = list(address);
        ListKey key = keys().generate(invocation.caller(), list, kind(type));
        return invocation.done(key.state() == ListKey.State.REQUESTED
                        ? "The key waits for its certificate: \"chancery key csr " + list.address() + "\" shows what to send to the authority."
                        : "The list " + list.address() + " has the key " + key.fingerprint() + ". Publish its fingerprint, and save it: \"chancery key backup " + list.address() + "\".",
                row(list, key));
    }

    private static ListKeyDesk.Kind kind(String type) {
        return Arrays.stream(ListKeyDesk.Kind.values()).filter(kind -> kind.word().equals(type.toLowerCase(Locale.ROOT))).findFirst()
                .orElseThrow(() -> new CommandFailure(ExitCode.USAGE, "\"" + type + "\" is no type of key: ed25519, rsa3072, rfc9580, smime-ec-p256 or smime-rsa3072."));
    }

    private static void refuseMember(@Nullable String member, String what) {
        if (member != null) {
            throw new Refused("The key of " + member + " is " + what + " by its owner, since nobody else may ever have its secret. \"chancery key import\" takes the public key.");
        }
    }

    @Command(name = "check", description = "Tell which lists want for keys: those that encrypt without one, keys that end soon, members without.",
            footer = "Example: chancery key check")
    int check() {
        invocation.printer().table("Every list has the keys that its settings ask for.", table -> keys().concerns(invocation.caller()).forEach(concern ->
                table.add(Row.of("list", concern.list().address(), "grave", concern.isGrave(), "concern", concern.sentence()))));
        return ExitCode.DONE;
    }

    @Command(name = "list", description = "Show the keys of a list and of its members, or of one member.", footer = "Example: chancery key list talk@lists.example.org --json")
    int list(
            @Parameters(paramLabel = "LIST", description = LIST) String address,
            @Parameters(paramLabel = "ADDRESS", arity = "0..1", description = "Only of this member.") @Nullable String member) {
        MailingList list = list(address);
        List<Row> rows = new ArrayList<>();
        if (member == null) {
            keys().all(invocation.caller(), list).forEach(key -> rows.add(row(list, key)));
            keys().ofMembers(invocation.caller(), list).forEach(key -> rows.add(row(key)));
        } else {
            keys().ofMember(invocation.caller(), list, member).forEach(key -> rows.add(row(key)));
        }
        invocation.printer().table("No keys yet. \"chancery key generate " + list.address() + "\" makes one for the list.", table -> rows.forEach(table::add));
        return ExitCode.DONE;
    }

    private static Row row(MailingList list, ListKey key) {
        return Row.of("of", list.address(), "technology", key.technology(), "fingerprint", key.fingerprint(), "component", key.component(), "state", key.state(),
                "source", Optional.empty(), "created", key.created(), "expires", key.expires(), "until", key.ends());
    }

    private static Row row(MemberKey key) {
        return Row.of("of", key.address(), "technology", key.slot().word(), "fingerprint", key.fingerprint(), "component", Optional.empty(), "state", key.state(),
                "source", key.source(), "created", key.created(), "expires", key.expires(), "until", key.deadline());
    }

    @Command(name = "rotate", description = {"Give a list a new key to encrypt to. OpenPGP: a new subkey under the same fingerprint. S/MIME: a request for a new certificate.",
            "What was written to the old one is read for 30 days; then its secret is destroyed, as soon as no post waits that needs it.",
            "With --primary the OpenPGP key gets a new fingerprint. Old and new certify each other, both are read for 30 days, the new one signs at once and is sent to the people of the list."},
            footer = "Example: chancery key rotate talk@lists.example.org")
    int rotate(
            @Parameters(paramLabel = "LIST", description = LIST) String address,
            @Parameters(paramLabel = "ADDRESS", arity = "0..1", description = MEMBER) @Nullable String member,
            @Option(names = "--technology", paramLabel = "NAME", description = TECHNOLOGY) @Nullable Technology technology,
            @Option(names = "--fingerprint", paramLabel = "FINGERPRINT", description = NAMED) @Nullable String fingerprint,
            @Option(names = "--primary", description = "Another primary key, with a new fingerprint.") boolean primary,
            @Option(names = "--type", paramLabel = "TYPE", description = "With --primary: ed25519, rsa3072 or rfc9580; default what it is now.") @Nullable String type) {
        refuseMember(member, "changed");
        MailingList list = list(address);
        if (primary) {
            return replaced(list, keys().rotatePrimary(invocation.caller(), list, which(list, technology, fingerprint), Optional.ofNullable(type).map(KeyCommands::kind)));
        }
        if (type != null) {
            throw new CommandFailure(ExitCode.USAGE, "--type goes with --primary: a new subkey is made like the one before.");
        }
        ListKey key = keys().rotate(invocation.caller(), list, which(list, technology, fingerprint));
        return invocation.done("The key " + key.fingerprint() + " of " + list.address() + " was rotated. \"chancery key announce " + list.address() + "\" sends it to its people; others find it in the web key directory, or write to -sendkey.",
                row(list, key));
    }

    private int replaced(MailingList list, KeyAdministration.Replaced done) {
        return invocation.done("The list " + list.address() + " has the new key " + done.key().fingerprint() + ", which went to " + Printer.number(done.told(), "address", "addresses")
                        + ". Publish its fingerprint, and save it: \"chancery key backup " + list.address() + "\".",
                row(list, done.key()));
    }

    @Command(name = "announce", description = {"Send the keys of a list to all its people, signed by the list, encrypted where it has a key of theirs.",
            "For after a rotation or a new key."},
            footer = "Example: chancery key announce talk@lists.example.org")
    int announce(@Parameters(paramLabel = "LIST", description = LIST) String address) {
        MailingList list = list(address);
        int told = keys().announce(invocation.caller(), list);
        return invocation.done("The keys of " + list.address() + " went to " + Printer.number(told, "address", "addresses") + ".",
                Row.of("list", list.address(), "addresses", told));
    }

    @Command(name = "revoke", description = "End a key at once: of a list, so that the world learns of it; or of a member, so that it counts no more.",
            footer = "Example: chancery key revoke talk@lists.example.org anna@example.net")
    int revoke(
            @Parameters(paramLabel = "LIST", description = LIST) String address,
            @Parameters(paramLabel = "ADDRESS", arity = "0..1", description = MEMBER) @Nullable String member,
            @Option(names = "--technology", paramLabel = "NAME", description = "openpgp or smime; of a member default both.") @Nullable Technology technology,
            @Option(names = "--fingerprint", paramLabel = "FINGERPRINT", description = NAMED) @Nullable String fingerprint) {
        MailingList list = list(address);
        refuseName(member, fingerprint);
        if (member != null) {
            List<MemberKey> gone = keys().revokeOf(invocation.caller(), list, member, Optional.ofNullable(technology));
            return invocation.done(Printer.number(gone.size(), "key", "keys") + " of " + member + " counts no more on " + list.address() + ". Another one counts three days after it was proved and approved (\"key approve\"), sooner with a revocation made by the member.",
                    Row.of("list", list.address(), "address", member, "fingerprints", gone.stream().map(MemberKey::fingerprint).toList()));
        }
        ListKey key = keys().revoke(invocation.caller(), list, which(list, technology, fingerprint));
        return invocation.done("The key " + key.fingerprint() + " of " + list.address() + " is revoked. \"chancery key export " + list.address() + "\" shows the revocation; \"chancery key generate\" makes a new key.",
                row(list, key));
    }

    @Command(name = "import", description = {"Take a key pair for a list (armoured OpenPGP, .p12, PEM), the certificate for a key that waits for it, or the public key of a member.",
            "The key of a member counts at once: who calls answers for it that it is the member's."},
            footer = "Example: chancery key import talk@lists.example.org anna@example.net anna.asc")
    int imported(
            @Parameters(index = "0", paramLabel = "LIST", description = LIST) String address,
            @Parameters(index = "1..*", arity = "1..2", paramLabel = "[ADDRESS] FILE", hideParamSyntax = true, description = "A member, if it is a member's key; and the file, - for stdin.") List<NamedFile> words,
            @Option(names = "--passphrase-first", description = "The first line of the file is the passphrase of the key behind it.") boolean passphraseFirst)
            throws IOException {
        MailingList list = list(address);
        byte[] file = words.getLast().file().bytes(MAX_FILE);
        if (words.size() > 2) {
            throw new CommandFailure(ExitCode.USAGE, "\"key import\" takes a list, perhaps a member, and a file.");
        }
        if (words.size() == 2) {
            String member = words.getFirst().word();
            MemberKeyDesk.Handed handed = keys().install(invocation.caller(), list, member, file);
            warn(keys().misnamed(invocation.caller(), list, member, handed));
            return installed(list, member, handed);
        }
        Locked locked = passphraseFirst ? Locked.of(file) : new Locked(file, List.of());
        ListKey key = keys().importKey(invocation.caller(), list, locked.file(), locked.passphrases());
        warn(keys().misnamed(list, key));
        return invocation.done("The list " + list.address() + " has the key " + key.fingerprint() + ".", row(list, key));
    }

    private void warn(Optional<String> sentence) {
        sentence.ifPresent(invocation.printer()::warn);
    }

    private int installed(MailingList list, String member, MemberKeyDesk.Handed handed) {
        String sentence = switch (handed.what()) {
            case ACTIVE -> "The key " + handed.fingerprint() + " of " + member + " counts on " + list.address() + ".";
            case RENEWED -> "The key " + handed.fingerprint() + " of " + member + " was brought up to date.";
            case KNOWN -> "The key " + handed.fingerprint() + " of " + member + " is known as it is.";
            case REVOKED -> "The key " + handed.fingerprint() + " of " + member + " is revoked and counts no more.";
            case CHALLENGED -> "The key " + handed.fingerprint() + " of " + member + " waits for its owner's answer.";
        };
        return invocation.done(sentence, Row.of("list", list.address(), "address", member, "fingerprint", handed.fingerprint(), "state", handed.what()));
    }

    /// A passphrase on a line of its own in front of a key.
    @SuppressWarnings("ArrayRecordComponent") // made once, never compared
    private record Locked(byte[] file, List<Secret> passphrases) {
        static Locked of(byte[] input) {
            int end = 0;
            while (end < input.length && input[end] != '\n') {
                end++;
            }
            String passphrase = new String(input, 0, end, StandardCharsets.UTF_8).stripTrailing();
            return new Locked(Arrays.copyOfRange(input, Math.min(end + 1, input.length), input.length), List.of(Secret.of(passphrase)));
        }
    }

    @Command(name = "export", description = "Write the public key of a list or of a member to stdout.", footer = "Example: chancery key export talk@lists.example.org > talk.asc")
    int export(
            @Parameters(paramLabel = "LIST", description = LIST) String address,
            @Parameters(paramLabel = "ADDRESS", arity = "0..1", description = MEMBER) @Nullable String member,
            @Option(names = "--technology", paramLabel = "NAME", description = TECHNOLOGY) @Nullable Technology technology,
            @Option(names = "--fingerprint", paramLabel = "FINGERPRINT", description = NAMED) @Nullable String fingerprint) {
        MailingList list = list(address);
        refuseName(member, fingerprint);
        byte[] key = member == null
                ? keys().export(list, which(list, technology, fingerprint))
                : keys().exportOf(invocation.caller(), list, member, Optional.ofNullable(technology));
        return document("key", key);
    }

    @Command(name = "fetch", description = {"Ask the Web Key Directory of a member's domain for the member's key, then a key server, as far as the site allows it (keys.wkd, keys.vks).",
            "A key that is found counts when the member has answered the challenge that is sent."},
            footer = "Example: chancery key fetch talk@lists.example.org anna@example.net")
    int fetch(
            @Parameters(paramLabel = "LIST", description = LIST) String address,
            @Parameters(paramLabel = "ADDRESS", description = "The member.") String member,
            @Option(names = "--fingerprint", paramLabel = "FINGERPRINT", description = "Only the key with this one; the key server is asked by it.") @Nullable String fingerprint) {
        MailingList list = list(address);
        return installed(list, member, keys().fetch(invocation.caller(), list, member, Optional.ofNullable(fingerprint)));
    }

    @Command(name = "csr", description = "Write the request for a certificate of a new S/MIME key to stdout.", footer = "Example: chancery key csr talk@lists.example.org > talk.csr")
    int request(@Parameters(paramLabel = "LIST", description = LIST) String address) {
        return document("request", keys().request(invocation.caller(), list(address)));
    }

    @Command(name = "backup", description = "Write all keys of a list with their secrets and revocations to stdout, encrypted to the OpenPGP keys of its owners.",
            footer = "Example: chancery key backup talk@lists.example.org > talk-keys.asc")
    int backup(@Parameters(paramLabel = "LIST", description = LIST) String address) {
        return document("backup", keys().backup(invocation.caller(), list(address)));
    }

    private int document(String name, byte[] ascii) {
        invocation.printer().text(name, new String(ascii, StandardCharsets.US_ASCII).replace("\r\n", "\n"));
        return ExitCode.DONE;
    }

    @Command(name = "restore", description = "Take back the keys of a list from a backup that an owner has decrypted; with --dry-run only test it.",
            footer = "Example: chancery key restore talk@lists.example.org --dry-run < decrypted.txt")
    int restore(
            @Parameters(paramLabel = "LIST", description = LIST) String address,
            @Parameters(paramLabel = "FILE", arity = "0..1", defaultValue = InputFile.STDIN, description = "The decrypted backup; default stdin.") InputFile file,
            @Option(names = "--formerly", paramLabel = "ADDRESS", description = "The list had this address when the backup was made. Keys of other lists are refused.") @Nullable String formerly,
            @Option(names = "--dry-run", description = "Open and compare everything, and store nothing.") boolean dryRun) throws IOException {
        MailingList list = list(address);
        KeyRestore.Found read = keys().restore(invocation.caller(), list, file.bytes(MAX_FILE), Optional.ofNullable(formerly), dryRun);
        read.keys().stream().filter(ListKey::isCurrent).forEach(key -> warn(keys().misnamed(list, key)));
        if (!invocation.printer().isJson()) {
            invocation.printer().heading(Printer.number(read.count(), "key", "keys") + (dryRun ? " can be restored" : " restored") + (read.ofArchive().isPresent() ? ", with that of the archive." : "."));
        }
        invocation.printer().table("", table -> read.keys().forEach(key -> table.add(row(list, key))));
        return ExitCode.DONE;
    }

    @Command(name = "approve", description = {"Approve of another key of a member that was proved. It counts after three days, in which the member and all owners can object.",
            "Ask the member first, in another way than by mail."},
            footer = "Example: chancery key approve talk@lists.example.org anna@example.net")
    int approve(
            @Parameters(paramLabel = "LIST", description = LIST) String address,
            @Parameters(paramLabel = "ADDRESS", description = "The member.") String member,
            @Option(names = "--fingerprint", paramLabel = "FINGERPRINT", description = "This key alone; which one, where several were proved.") @Nullable String fingerprint,
            @Option(names = "--now", description = "Without the three days, for the administrator of the site.") boolean now) {
        MailingList list = list(address);
        MemberKey key = keys().approve(invocation.caller(), list, member, Optional.ofNullable(fingerprint), now);
        return invocation.done("The key " + key.fingerprint() + " of " + member + (now ? " counts." : " counts in three days, unless somebody objects: \"chancery key refuse " + list.address() + " " + member + "\"."),
                Row.of("list", list.address(), "address", member, "fingerprint", key.fingerprint()));
    }

    @Command(name = "refuse", description = "Refuse all keys of a member that are on their way; those in use stay.", footer = "Example: chancery key refuse talk@lists.example.org anna@example.net")
    int refuse(
            @Parameters(paramLabel = "LIST", description = LIST) String address,
            @Parameters(paramLabel = "ADDRESS", description = "The member.") String member) {
        List<String> refused = keys().object(invocation.caller(), list(address), member).stream().map(MemberKey::fingerprint).toList();
        return invocation.done("Refused of " + member + ": " + String.join(", ", refused) + ".", Row.of("address", member, "fingerprints", refused));
    }

    @Command(name = "prefer", description = "Say in which technology a member with keys of both gets the copies.", footer = "Example: chancery key prefer talk@lists.example.org anna@example.net smime")
    int prefer(
            @Parameters(paramLabel = "LIST", description = LIST) String address,
            @Parameters(paramLabel = "ADDRESS", description = "The member.") String member,
            @Parameters(paramLabel = "NAME", description = "openpgp or smime.") Technology technology) {
        MailingList list = list(address);
        keys().prefer(invocation.caller(), list, member, technology);
        return invocation.done(member + " gets copies in " + technology.word() + " where there is a key for it.", Row.of("list", list.address(), "address", member, "technology", technology));
    }

    @Command(name = "cipher", description = {"Show or say with which cipher copies in S/MIME go to a member: AES-256-GCM shows that nobody changed them, AES-256-CBC is read by all programs.",
            "Without a word of yours the newest signed mail of the member counts, then the certificate."},
            footer = "Example: chancery key cipher talk@lists.example.org anna@example.net aes256-gcm")
    int cipher(
            @Parameters(paramLabel = "LIST", description = LIST) String address,
            @Parameters(paramLabel = "ADDRESS", description = "The member.") String member,
            @Parameters(paramLabel = "CIPHER", arity = "0..1", description = "aes256-gcm, aes256-cbc, or announced for what program and certificate say; default show.") @Nullable String word) {
        MailingList list = list(address);
        MemberCiphers.Used used = word == null ? keys().cipher(invocation.caller(), list, member)
                : word.equals("announced") ? keys().unchoose(invocation.caller(), list, member)
                : keys().choose(invocation.caller(), list, member, cipher(word));
        return invocation.done("Copies in S/MIME for " + member + " are encrypted with " + used.cipher().word() + ": " + switch (used.source()) {
            case CHOSEN -> "so it was said with \"key cipher\".";
            case SIGNATURE -> "so the member's program announced in a signed mail of " + used.said().orElseThrow().truncatedTo(ChronoUnit.SECONDS) + ".";
            case CERTIFICATE -> "so the certificate announces.";
            case DEFAULT -> "neither the certificate nor a signed mail announces anything.";
        }, Row.of("list", list.address(), "address", member, "cipher", used.cipher().word(), "source", used.source(), "said", used.said()));
    }

    private static ContentCipher cipher(String word) {
        return ContentCipher.ofWord(word).orElseThrow(() -> new CommandFailure(ExitCode.USAGE, "\"" + word + "\" is no cipher for copies: aes256-gcm, aes256-cbc, or announced."));
    }

    private static void refuseName(@Nullable String member, @Nullable String fingerprint) {
        if (member != null && fingerprint != null) {
            throw new CommandFailure(ExitCode.USAGE, "--fingerprint names a key of the list; a member has one key of a technology: --technology.");
        }
    }

    private ListKeyDesk.Which which(MailingList list, @Nullable Technology technology, @Nullable String fingerprint) {
        return new ListKeyDesk.Which(technologyOf(list, technology), Optional.ofNullable(fingerprint));
    }

    private Technology technologyOf(MailingList list, @Nullable Technology given) {
        return keys().technology(invocation.caller(), list, Optional.ofNullable(given));
    }

    private MailingList list(String address) {
        return invocation.administration().lists().require(address);
    }

    private KeyAdministration keys() {
        return invocation.administration().keys();
    }
}
