package org.chancery.demo;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.chancery.authentication.dkim.Algorithm;
import org.chancery.authentication.dkim.DkimSigner;
import org.chancery.authentication.dkim.SigningKey;
import org.chancery.mail.Domain;
import org.chancery.mail.Message;

/// What the mail server of a domain does with mail of its people: it signs it (DKIM, RFC 6376) with a key whose public half the zone has.
/// Whatever From says: a signature tells who sent it, and that is how a forger is found out.
record OutgoingMail(SigningKey key, String publicKey, InstantSource clock) {
    static final String SELECTOR = "demo";
    private static final int RSA_BITS = 2048;

    static OutgoingMail of(String domain, InstantSource clock) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(RSA_BITS);
            KeyPair pair = generator.generateKeyPair();
            return new OutgoingMail(
                    new SigningKey(Algorithm.RSA_SHA256, Domain.of(domain), SELECTOR, pair.getPrivate()),
                    Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()), clock);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no RSA", e);
        }
    }

    /// The lines of a message with its signature on top.
    List<String> signed(List<String> lines) {
        byte[] octets = (String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.UTF_8);
        Message message = Message.parse(octets).orThrow();
        byte[] field = new DkimSigner(message, List.of(), clock.instant()).sign(key, List.of()).bytes();
        List<String> signed = new ArrayList<>(new String(field, StandardCharsets.US_ASCII).lines().toList());
        signed.addAll(lines);
        return signed;
    }
}
