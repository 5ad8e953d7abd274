package org.chancery.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.chancery.administration.Release;
import org.chancery.protection.openpgp.Armor;
import org.chancery.protection.openpgp.OpenPgpCertificate;
import org.chancery.protection.openpgp.OpenPgpKey;
import org.chancery.protection.openpgp.OpenPgpKeyGenerator;
import org.chancery.protection.openpgp.OpenPgpMessages;
import org.chancery.protection.openpgp.OpenPgpSigner;
import org.chancery.protection.openpgp.Verified;
import org.chancery.secrets.Secret;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `chancery sop`: OpenPGP as draft-dkg-openpgp-stateless-cli has it, for suites that let programs read each other's messages.
/// Data comes on stdin and goes to stdout; keys are files; nothing is kept.
@Command(name = "sop", description = "Stateless OpenPGP: keys, signatures and messages from stdin to stdout.",
        footer = "Example: chancery sop generate-key \"Ann <ann@example.org>\" > ann.key")
public final class SopCommands {
    private final Streams streams;
    private final InstantSource clock;
    private final SecureRandom random;

    public SopCommands(Streams streams, InstantSource clock, SecureRandom random) {
        this.streams = streams;
        this.clock = clock;
        this.random = random;
    }

    @WithoutStore
    @Command(name = "version", description = "Name and version.", footer = "Example: chancery sop version --sop-spec")
    int version(@Option(names = "--backend", description = "Of the library.") boolean backend,
            @Option(names = "--extended", description = "More lines.") boolean extended,
            @Option(names = "--sop-spec", description = "The draft that is followed; ~ because change-key-password, revoke-key and what came later are missing.") boolean spec) throws IOException {
        if (Stream.of(backend, extended, spec).filter(wanted -> wanted).count() > 1) {
            throw new CommandFailure(SopExit.INCOMPATIBLE_OPTIONS, "Give one of --backend, --extended and --sop-spec.");
        }
        return print(spec ? "~draft-dkg-openpgp-stateless-cli-10\n" : backend ? "Bouncy Castle 1.86\n" : extended ? Release.NAME + "\nBouncy Castle 1.86\n" : Release.NAME + "\n");
    }

    @WithoutStore
    @Command(name = "list-profiles", description = "The profiles of a subcommand.", footer = "Example: chancery sop list-profiles generate-key")
    int listProfiles(@Parameters(paramLabel = "SUBCOMMAND", description = "generate-key or encrypt.") String subcommand) throws IOException {
        return switch (subcommand) {
            case "generate-key" -> print("ed25519: version 4, EdDSALegacy and ECDH over Curve25519\nrsa3072: version 4, RSA with 3072 bits\nrfc9580: version 6, Ed25519 and X25519\n");
            case "encrypt" -> print("default: what all recipients read\n");
            default -> throw new CommandFailure(SopExit.UNSUPPORTED_PROFILE, subcommand + " has no profiles.");
        };
    }

    @WithoutStore
    @Command(name = "generate-key", description = "A new secret key.", footer = "Example: chancery sop generate-key --profile rsa3072 \"Ann <ann@example.org>\"")
    int generateKey(@Option(names = "--no-armor", description = "Write binary.") boolean binary,
            @Option(names = "--with-key-password", paramLabel = "FILE", description = "Lock it.") @Nullable List<String> passwords,
            @Option(names = "--profile", paramLabel = "PROFILE", defaultValue = "ed25519", description = "See list-profiles.") String profile,
            @Option(names = "--signing-only", description = "Without a key to decrypt with.") boolean signingOnly,
            @Parameters(paramLabel = "USERID", arity = "0..*", description = "User ids.") @Nullable List<String> userIds) throws IOException {
        OpenPgpKeyGenerator.Profile algorithms = switch (profile) {
            case "default", "ed25519" -> OpenPgpKeyGenerator.Profile.ED25519;
            case "rsa3072" -> OpenPgpKeyGenerator.Profile.RSA3072;
            case "rfc9580" -> OpenPgpKeyGenerator.Profile.RFC9580;
            default -> throw new CommandFailure(SopExit.UNSUPPORTED_PROFILE, "There is no profile " + profile + ".");
        };
        Optional<Secret> password = SopFiles.newPassphrases(passwords).stream().findFirst();
        OpenPgpKey key = new OpenPgpKeyGenerator(clock, random).generate(algorithms, userIds == null ? List.of() : userIds, Optional.empty(), password, !signingOnly);
        return write(key.encoded().reveal(), "PGP PRIVATE KEY BLOCK", binary);
    }

    @WithoutStore
    @Command(name = "extract-cert", description = "The certificates of secret keys.", footer = "Example: chancery sop extract-cert < ann.key > ann.cert")
    int extractCert(@Option(names = "--no-armor", description = "Write binary.") boolean binary) throws IOException {
        var out = new ByteArrayOutputStream();
        SopFiles.keys(stdin(), List.of()).forEach(key -> out.writeBytes(key.certificate().encoded()));
        return write(out.toByteArray(), "PGP PUBLIC KEY BLOCK", binary);
    }

    @WithoutStore
    @Command(name = "sign", description = "Detached signatures.", footer = "Example: chancery sop sign ann.key < text > text.asc")
    int sign(@Option(names = "--no-armor", description = "Write binary.") boolean binary,
            @Option(names = "--as", paramLabel = "KIND", defaultValue = "binary", description = "binary or text.") String as,
            @Option(names = "--micalg-out", paramLabel = "FILE", description = "Where to write the name of the hash.") @Nullable String micalg,
            @Option(names = "--with-key-password", paramLabel = "FILE", description = "To unlock keys.") @Nullable List<String> passwords,
            @Parameters(paramLabel = "KEYS", arity = "1..*", description = "Secret keys.") List<String> keys) throws IOException {
        byte[] document = document(as);
        byte[] signatures = signed(signer -> signer.detached(SopFiles.keys(keys, SopFiles.passphrases(passwords)), document, as.equals("text")));
        if (micalg != null) {
            SopFiles.write(micalg, (OpenPgpSigner.MICALG + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        return write(signatures, "PGP SIGNATURE", binary);
    }

    @WithoutStore
    @Command(name = "verify", description = "Do detached signatures hold?", footer = "Example: chancery sop verify text.asc ann.cert < text")
    int verify(@Option(names = "--not-before", paramLabel = "TIME", defaultValue = "-", description = "RFC 3339, - or now.") String notBefore,
            @Option(names = "--not-after", paramLabel = "TIME", defaultValue = "now", description = "RFC 3339, - or now.") String notAfter,
            @Parameters(paramLabel = "SIGNATURES", index = "0", description = "The signatures.") String signatures,
            @Parameters(paramLabel = "CERTS", index = "1..*", arity = "1..*", description = "Certificates of signers.") List<String> certificates) throws IOException {
        List<Verified> verified = OpenPgpMessages.detached(SopFiles.read(signatures), stdin(), wanted(certificates, notBefore, notAfter))
                .orElseThrow(() -> new CommandFailure(SopExit.BAD_DATA, "There is no signature in it."));
        return verified.isEmpty() ? noSignature() : print(lines(verified));
    }

    @WithoutStore
    @Command(name = "encrypt", description = "Encrypt to certificates or passwords.", footer = "Example: chancery sop encrypt --sign-with ann.key bob.cert < text")
    int encrypt(@Option(names = "--no-armor", description = "Write binary.") boolean binary,
            @Option(names = "--as", paramLabel = "KIND", defaultValue = "binary", description = "binary or text.") String as,
            @Option(names = "--with-password", paramLabel = "FILE", description = "Readers with this password.") @Nullable List<String> passwords,
            @Option(names = "--sign-with", paramLabel = "KEYS", description = "Sign inside.") @Nullable List<String> signers,
            @Option(names = "--with-key-password", paramLabel = "FILE", description = "To unlock signing keys.") @Nullable List<String> keyPasswords,
            @Option(names = "--profile", paramLabel = "PROFILE", defaultValue = "default", description = "See list-profiles.") String profile,
            @Parameters(paramLabel = "CERTS", arity = "0..*", description = "Certificates of readers.") @Nullable List<String> readers) throws IOException {
        if (!profile.equals("default")) {
            throw new CommandFailure(SopExit.UNSUPPORTED_PROFILE, "There is no profile " + profile + ".");
        }
        if (readers == null && passwords == null) {
            throw new CommandFailure(SopExit.MISSING_ARG, "Give a certificate or a password.");
        }
        byte[] document = document(as);
        boolean isText = as.equals("text");
        byte[] packets = signers == null
                ? OpenPgpSigner.literal(document, isText)
                : signed(signer -> signer.inline(SopFiles.keys(signers, SopFiles.passphrases(keyPasswords)), document, isText));
        try {
            return write(OpenPgpMessages.encrypt(packets, SopFiles.certificates(readers), SopFiles.newPassphrases(passwords), clock.instant(), random), "PGP MESSAGE", binary);
        } catch (OpenPgpMessages.CannotEncrypt cannot) {
            throw new CommandFailure(SopExit.CERT_CANNOT_ENCRYPT, cannot.getMessage() + ".");
        }
    }

    @WithoutStore
    @Command(name = "decrypt", description = "Open a message.", footer = "Example: chancery sop decrypt --verify-with ann.cert --verifications-out v bob.key < message")
    int decrypt(@Option(names = "--session-key-out", paramLabel = "FILE", description = "Where to write the session key.") @Nullable String sessionKeyOut,
            @Option(names = "--with-session-key", paramLabel = "FILE", description = "Open with a session key.") @Nullable List<String> sessionKeys,
            @Option(names = "--with-password", paramLabel = "FILE", description = "Open with a password.") @Nullable List<String> passwords,
            @Option(names = "--with-key-password", paramLabel = "FILE", description = "To unlock keys.") @Nullable List<String> keyPasswords,
            @Option(names = {"--verifications-out", "--verify-out"}, paramLabel = "FILE", description = "Where to write whose signatures hold.") @Nullable String verificationsOut,
            @Option(names = "--verify-with", paramLabel = "CERTS", description = "Certificates of signers.") @Nullable List<String> signers,
            @Option(names = "--verify-not-before", paramLabel = "TIME", defaultValue = "-", description = "RFC 3339, - or now.") String notBefore,
            @Option(names = "--verify-not-after", paramLabel = "TIME", defaultValue = "now", description = "RFC 3339, - or now.") String notAfter,
            @Parameters(paramLabel = "KEYS", arity = "0..*", description = "Secret keys.") @Nullable List<String> keys) throws IOException {
        if ((signers == null) != (verificationsOut == null)) {
            throw new CommandFailure(SopExit.INCOMPLETE_VERIFICATION, "--verify-with and --verifications-out go together.");
        }
        if (keys == null && passwords == null && sessionKeys == null) {
            throw new CommandFailure(SopExit.MISSING_ARG, "Give a key, a password or a session key.");
        }
        var openers = new OpenPgpMessages.Openers(SopFiles.keys(keys, SopFiles.passphrases(keyPasswords)), SopFiles.passphrases(passwords), SopFiles.passphrases(sessionKeys));
        byte[] octets = one(stdin());
        if (!OpenPgpMessages.isEncrypted(octets)) {
            throw new CommandFailure(SopExit.BAD_DATA, "This is no encrypted message.");
        }
        OpenPgpMessages.Read read = OpenPgpMessages.decrypt(octets, openers, wanted(signers, notBefore, notAfter)).orElseThrow(() -> cannotDecrypt(octets, openers.keys()));
        if (sessionKeyOut != null) {
            SopFiles.write(sessionKeyOut, (read.sessionKey().orElseThrow().revealText() + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        if (verificationsOut != null) {
            SopFiles.write(verificationsOut, lines(read.verified()).getBytes(StandardCharsets.US_ASCII));
        }
        return print(read.data());
    }

    private static CommandFailure cannotDecrypt(byte[] octets, List<OpenPgpKey> keys) {
        return OpenPgpMessages.mayBeFor(octets, keys.stream().filter(OpenPgpKey::isLocked).toList())
                ? new CommandFailure(SopExit.KEY_IS_PROTECTED, "A key is locked and no password fits.")
                : new CommandFailure(SopExit.CANNOT_DECRYPT, "The message cannot be opened.");
    }

    @WithoutStore
    @Command(name = "armor", description = "Binary to armour.", footer = "Example: chancery sop armor < key.bin")
    int armor() throws IOException {
        byte[] data = stdin();
        byte[] octets = one(data);
        String label = OpenPgpMessages.label(octets).orElseThrow(() -> new CommandFailure(SopExit.BAD_DATA, "These are no OpenPGP packets."));
        return octets == data ? write(octets, label, false) : print(data);
    }

    @WithoutStore
    @Command(name = "dearmor", description = "Armour to binary.", footer = "Example: chancery sop dearmor < key.asc")
    int dearmor() throws IOException {
        return print(one(stdin()));
    }

    @WithoutStore
    @Command(name = "inline-sign", description = "A message with its signatures.", footer = "Example: chancery sop inline-sign --as clearsigned ann.key < text")
    int inlineSign(@Option(names = "--no-armor", description = "Write binary.") boolean binary,
            @Option(names = "--as", paramLabel = "KIND", defaultValue = "binary", description = "binary, text or clearsigned.") String as,
            @Option(names = "--with-key-password", paramLabel = "FILE", description = "To unlock keys.") @Nullable List<String> passwords,
            @Parameters(paramLabel = "KEYS", arity = "1..*", description = "Secret keys.") List<String> keys) throws IOException {
        if (as.equals("clearsigned")) {
            byte[] text = document("text");
            return print(signed(signer -> signer.clear(SopFiles.keys(keys, SopFiles.passphrases(passwords)), text)));
        }
        byte[] document = document(as);
        return write(signed(signer -> signer.inline(SopFiles.keys(keys, SopFiles.passphrases(passwords)), document, as.equals("text"))), "PGP MESSAGE", binary);
    }

    @WithoutStore
    @Command(name = "inline-verify", description = "Do the signatures of a message hold?", footer = "Example: chancery sop inline-verify ann.cert < message")
    int inlineVerify(@Option(names = "--not-before", paramLabel = "TIME", defaultValue = "-", description = "RFC 3339, - or now.") String notBefore,
            @Option(names = "--not-after", paramLabel = "TIME", defaultValue = "now", description = "RFC 3339, - or now.") String notAfter,
            @Option(names = "--verifications-out", paramLabel = "FILE", description = "Where to write whose signatures hold.") @Nullable String verificationsOut,
            @Parameters(paramLabel = "CERTS", arity = "1..*", description = "Certificates of signers.") List<String> certificates) throws IOException {
        OpenPgpMessages.Read read = inline(stdin(), wanted(certificates, notBefore, notAfter));
        if (verificationsOut != null) {
            SopFiles.write(verificationsOut, lines(read.verified()).getBytes(StandardCharsets.US_ASCII));
        }
        return read.verified().isEmpty() ? noSignature() : print(read.text());
    }

    @WithoutStore
    @Command(name = "inline-detach", description = "Take the signatures off a message.", footer = "Example: chancery sop inline-detach --signatures-out text.asc < message > text")
    int inlineDetach(@Option(names = "--no-armor", description = "Write the signatures binary.") boolean binary,
            @Option(names = "--signatures-out", paramLabel = "FILE", required = true, description = "Where to write the signatures.") String signaturesOut) throws IOException {
        OpenPgpMessages.Read read = inline(stdin(), wanted(List.of(), "-", "now"));
        var signatures = new ByteArrayOutputStream();
        read.signatures().forEach(signatures::writeBytes);
        SopFiles.write(signaturesOut, binary ? signatures.toByteArray() : Armor.write("PGP SIGNATURE", signatures.toByteArray()));
        return print(read.data());
    }

    private static OpenPgpMessages.Read inline(byte[] data, OpenPgpMessages.Wanted wanted) {
        return OpenPgpMessages.inline(data, wanted).filter(read -> !read.signatures().isEmpty())
                .orElseThrow(() -> new CommandFailure(SopExit.BAD_DATA, "This is no message with signatures."));
    }

    @FunctionalInterface
    private interface Signing {
        byte[] with(OpenPgpSigner signer) throws IOException, OpenPgpSigner.CannotSign;
    }

    private byte[] signed(Signing signing) throws IOException {
        try {
            return signing.with(new OpenPgpSigner(clock, random));
        } catch (OpenPgpSigner.CannotSign cannot) {
            throw new CommandFailure(cannot.isLocked() ? SopExit.KEY_IS_PROTECTED : SopExit.KEY_CANNOT_SIGN, cannot.getMessage() + ".");
        }
    }

    private static int noSignature() {
        throw new CommandFailure(SopExit.NO_SIGNATURE, "No signature holds.");
    }

    private OpenPgpMessages.Wanted wanted(@Nullable List<String> certificates, String notBefore, String notAfter) throws IOException {
        Instant now = clock.instant();
        List<OpenPgpCertificate> signers = new ArrayList<>(SopFiles.certificates(certificates));
        return new OpenPgpMessages.Wanted(signers, time(notBefore, Instant.MIN, now), time(notAfter, Instant.MAX, now), now);
    }

    private static Instant time(String text, Instant open, Instant now) {
        try {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "-" -> open;
                case "now" -> now;
                default -> OffsetDateTime.parse(text).toInstant();
            };
        } catch (DateTimeException notATime) {
            throw new CommandFailure(SopExit.UNSUPPORTED_OPTION, text + " is no time of RFC 3339.");
        }
    }

    private static String lines(List<Verified> verified) {
        var lines = new StringBuilder();
        for (Verified one : verified) {
            lines.append(one.made().truncatedTo(ChronoUnit.SECONDS)).append(' ').append(one.signingKey()).append(' ').append(one.certificate())
                    .append(one.isText() ? " mode:text" : " mode:binary").append('\n');
        }
        return lines.toString();
    }

    private byte[] document(String as) throws IOException {
        if (!List.of("binary", "text").contains(as)) {
            throw new CommandFailure(SopExit.UNSUPPORTED_OPTION, "There is no kind " + as + ".");
        }
        byte[] document = stdin();
        try {
            if (as.equals("text")) {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(document));
            }
            return document;
        } catch (CharacterCodingException notUtf8) {
            throw new CommandFailure(SopExit.EXPECTED_TEXT, "This is no UTF-8 text.");
        }
    }

    private byte[] stdin() throws IOException {
        return streams.in().readAllBytes();
    }

    private static byte[] one(byte[] data) {
        return Armor.octets(data).filter(blocks -> blocks.size() == 1).map(List::getFirst)
                .orElseThrow(() -> new CommandFailure(SopExit.BAD_DATA, "This is neither armour nor OpenPGP packets."));
    }

    private int write(byte[] octets, String label, boolean binary) throws IOException {
        return print(binary ? octets : Armor.write(label, octets));
    }

    private int print(String text) throws IOException {
        return print(text.getBytes(StandardCharsets.UTF_8));
    }

    private int print(byte[] octets) throws IOException {
        streams.out().write(octets);
        streams.out().flush();
        return ExitCode.DONE;
    }
}
