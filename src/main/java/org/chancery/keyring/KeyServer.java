package org.chancery.keyring;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.chancery.egress.Egress;
import org.chancery.egress.Fetched;
import org.chancery.mail.Address;
import org.chancery.mail.Parsed;
import org.chancery.protection.openpgp.OpenPgpCertificate;
import org.chancery.protection.openpgp.OpenPgpUpload;

/// Asks a verifying key server by its interface VKS 1 (keys.openpgp.org, "API"): it gives a key by an address that its owner has confirmed
/// there, or by fingerprint. What it gives is a key that somebody handed in, no more.
///
/// Example: `new KeyServer(egress, URI.create("https://keys.openpgp.org")).byAddress(Address.of("anna@example.net"))`.
public final class KeyServer {
    private final Egress egress;
    private final URI server;

    /// `server`: https and a host, without a path.
    public KeyServer(Egress egress, URI server) {
        this.egress = egress;
        this.server = server;
    }

    /// The certificate with the user ids of this address only.
    public Outcome<byte[]> byAddress(Address address) {
        return switch (asked("by-email/" + URLEncoder.encode(address.toString(), StandardCharsets.UTF_8).replace("+", "%20"), address.toString())) {
            case Outcome.Refused<OpenPgpCertificate>(String why) -> Outcome.refused(why);
            case Outcome.Done<OpenPgpCertificate>(OpenPgpCertificate key) -> OpenPgpUpload.withOnly(key, address.toString())
                    .map(OpenPgpCertificate::encoded).map(Outcome::done)
                    .orElseGet(() -> Outcome.refused("The key that the key server gave does not name " + address + "."));
        };
    }

    /// As it is: such a server leaves out addresses that nobody confirmed, and who asks by fingerprint knows whose it is.
    public Outcome<byte[]> byFingerprint(Fingerprint fingerprint) {
        return switch (asked("by-fingerprint/" + fingerprint.hex(), fingerprint.hex())) {
            case Outcome.Refused<OpenPgpCertificate>(String why) -> Outcome.refused(why);
            case Outcome.Done<OpenPgpCertificate>(OpenPgpCertificate key) -> fingerprint.isOf(key)
                    ? Outcome.done(key.encoded())
                    : Outcome.refused("The key that the key server gave has the fingerprint " + key.fingerprint() + ". Ask by that of the primary key.");
        };
    }

    private Outcome<OpenPgpCertificate> asked(String path, String what) {
        return switch (egress.fetch(URI.create(server + "/vks/v1/" + path), OpenPgpUpload.MAX_OCTETS)) {
            case Fetched.Got(byte[] octets) -> switch (OpenPgpUpload.read(octets)) {
                case Parsed.Malformed<OpenPgpCertificate>(int _, String why) -> Outcome.refused("What the key server gave was not taken: " + why + ".");
                case Parsed.Value<OpenPgpCertificate>(OpenPgpCertificate key) -> Outcome.done(key);
            };
            case Fetched.Nothing() -> Outcome.refused("The key server " + server.getHost() + " has no key of " + what + ".");
            case Fetched.NoHost() -> Outcome.refused("There is no key server " + server.getHost() + ".");
            case Fetched.Failed(String why) -> Outcome.refused("The key server " + server.getHost() + " could not be asked: " + why + ".");
        };
    }
}
