package org.chancery.smtp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.chancery.mail.Parsed;
import org.chancery.secrets.ScramVerifier;

/// The server's side of one SCRAM-SHA-256 exchange (RFC 5802 section 5, RFC 7677). Without channel binding: `n` and
/// `y` are taken, `p` is refused; an authorisation identity must be the account itself; extensions are refused
/// (`m=`) or ignored, as section 5.1 says.
///
/// An account may have several passwords: the proof is tried with each verifier, they share one salt.
final class ScramExchange {
    private static final int NONCE_OCTETS = 18; // 24 characters of base64, none of them padding
    private static final int MAX_MESSAGE = 4_096; // account, nonce and proof are far shorter

    /// `gs2Header` and `bare` are kept as received: the proof covers them octet by octet.
    record ClientFirst(String gs2Header, String bare, String login, String nonce) {}

    private final ClientFirst first;
    private final List<ScramVerifier> verifiers;
    private final String nonce;
    private final String serverFirst;

    ScramExchange(ClientFirst first, List<ScramVerifier> verifiers, SecureRandom random) {
        this(first, verifiers, freshNonce(random));
    }

    ScramExchange(ClientFirst first, List<ScramVerifier> verifiers, String serverNonce) {
        ScramVerifier leading = verifiers.getFirst();
        this.first = first;
        this.verifiers = verifiers.stream()
                .filter(v -> v.iterations() == leading.iterations() && Arrays.equals(v.salt(), leading.salt()))
                .toList();
        this.nonce = first.nonce() + serverNonce;
        this.serverFirst = "r=" + nonce + ",s=" + Base64.getEncoder().encodeToString(leading.salt()) + ",i="
                + leading.iterations();
    }

    private static String freshNonce(SecureRandom random) {
        byte[] octets = new byte[NONCE_OCTETS];
        random.nextBytes(octets);
        return Base64.getEncoder().encodeToString(octets);
    }

    static Parsed<ClientFirst> clientFirst(byte[] octets) {
        Optional<String> text = text(octets);
        if (text.isEmpty()) {
            return Parsed.malformed(0, "not UTF-8 text of bearable length");
        }
        String message = text.get();
        int afterFlag = message.indexOf(',');
        int afterIdentity = afterFlag < 0 ? -1 : message.indexOf(',', afterFlag + 1);
        if (afterIdentity < 0) {
            return Parsed.malformed(0, "no GS2 header");
        }
        String flag = message.substring(0, afterFlag);
        if (!flag.equals("n") && !flag.equals("y")) {
            return Parsed.malformed(0, "channel binding is not offered");
        }
        String identity = message.substring(afterFlag + 1, afterIdentity);
        String bare = message.substring(afterIdentity + 1);
        return clientFirst(message.substring(0, afterIdentity + 1), identity, bare, afterIdentity + 1);
    }

    private static Parsed<ClientFirst> clientFirst(String gs2Header, String identity, String bare, int at) {
        String[] attributes = bare.split(",", -1);
        if (attributes.length < 2 || !attributes[0].startsWith("n=") || !attributes[1].startsWith("r=")) {
            return Parsed.malformed(at, "n= and r= expected");
        }
        Optional<String> login = name(attributes[0].substring(2));
        String nonce = attributes[1].substring(2);
        if (login.isEmpty() || !Ascii.isPrintable(nonce)) {
            return Parsed.malformed(at, "not a name or not a nonce");
        }
        if (!identity.isEmpty() && !identity.equals("a=" + attributes[0].substring(2))) {
            return Parsed.malformed(at, "to act for another account is not offered");
        }
        return Parsed.of(new ClientFirst(gs2Header, bare, login.get(), nonce));
    }

    /// RFC 5802 section 5.1: `=2C` is a comma, `=3D` an equals sign, any other `=` is an error.
    private static Optional<String> name(String escaped) {
        String rest = escaped.replace("=2C", "").replace("=3D", "");
        return rest.contains("=") || rest.indexOf(0) >= 0
                ? Optional.empty()
                : Optional.of(escaped.replace("=2C", ",").replace("=3D", "="));
    }

    String serverFirst() {
        return serverFirst;
    }

    /// The server's last message; empty when the proof fits none of the passwords.
    Parsed<Optional<String>> serverFinal(byte[] clientFinal) {
        Optional<String> text = text(clientFinal);
        int proofAt = text.map(t -> t.lastIndexOf(",p=")).orElse(-1);
        if (proofAt < 0) {
            return Parsed.malformed(0, "no proof");
        }
        String withoutProof = text.orElseThrow().substring(0, proofAt);
        Optional<byte[]> proof = base64(text.orElseThrow().substring(proofAt + 3));
        String[] attributes = withoutProof.split(",", -1);
        if (proof.isEmpty() || attributes.length < 2 || !attributes[1].startsWith("r=")) {
            return Parsed.malformed(0, "c=, r= and p= expected");
        }
        String binding = "c=" + Base64.getEncoder().encodeToString(first.gs2Header().getBytes(StandardCharsets.UTF_8));
        if (!attributes[0].equals(binding) || !attributes[1].equals("r=" + nonce)) {
            return Parsed.of(Optional.empty()); // not the exchange that we began: no better than a wrong password
        }
        byte[] authMessage = (first.bare() + "," + serverFirst + "," + withoutProof).getBytes(StandardCharsets.UTF_8);
        return Parsed.of(verified(proof.get(), authMessage));
    }

    private Optional<String> verified(byte[] proof, byte[] authMessage) {
        Optional<String> serverFinal = Optional.empty();
        for (ScramVerifier verifier : verifiers) {
            if (verifier.matchesProof(proof, authMessage)) {
                serverFinal = Optional.of("v=" + Base64.getEncoder().encodeToString(verifier.serverSignature(authMessage)));
            }
        }
        return serverFinal;
    }

    private static Optional<byte[]> base64(String text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(byte[] octets) {
        if (octets.length > MAX_MESSAGE) {
            return Optional.empty();
        }
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }
}
