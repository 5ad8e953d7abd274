package org.chancery.protection.openpgp;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.bcpg.BCPGInputStream;
import org.bouncycastle.openpgp.PGPEncryptedDataList;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPBEEncryptedData;
import org.bouncycastle.openpgp.operator.bc.BcPBEDataDecryptorFactory;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;
import org.chancery.secrets.Secret;

/// Opens a message with a passphrase (RFC 9580 section 5.3). Never on the mail line: there a passphrase is nobody's.
final class PassphraseDecryption {
    private PassphraseDecryption() {}

    static Optional<Decryption.Outcome.Opened> open(byte[] octets, List<Packets.Packet> packets, Secret passphrase) {
        for (Packets.Packet packet : packets) {
            if (packet.tag() == Packets.SYMMETRIC_KEY_SESSION_KEY
                    && open(octets, packet, packets.getLast(), passphrase) instanceof Decryption.Outcome.Opened opened) {
                return Optional.of(opened);
            }
        }
        return Optional.empty();
    }

    private static Decryption.Outcome open(byte[] octets, Packets.Packet packet, Packets.Packet body, Secret passphrase) {
        char[] characters = passphrase.revealText().toCharArray();
        try {
            var message = new ByteArrayOutputStream();
            message.write(octets, packet.start(), packet.end() - packet.start());
            message.write(octets, body.start(), body.end() - body.start());
            var list = new PGPEncryptedDataList(new BCPGInputStream(new ByteArrayInputStream(message.toByteArray())));
            return list.get(0) instanceof PGPPBEEncryptedData data
                    ? Decryption.withSessionKey(octets, body, data.getSessionKey(new BcPBEDataDecryptorFactory(characters, new BcPGPDigestCalculatorProvider())), "")
                    : Decryption.BROKEN;
        } catch (PGPException | IOException | RuntimeException doesNotFit) {
            return Decryption.BROKEN;
        } finally {
            Arrays.fill(characters, '\0');
        }
    }
}
