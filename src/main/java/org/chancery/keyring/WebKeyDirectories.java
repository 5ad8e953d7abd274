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

/// Asks the Web Key Directory of a member's domain for his key (draft-koch-openpgp-webkey-service section 3.1): the advanced method, and
/// the direct one only where there is no host `openpgpkey` below the domain, or none that a proxy reaches. What is found is a key that somebody handed in, no more.
///
/// Example: `directories.find(Address.of("anna@example.net"))`.
public final class WebKeyDirectories {
    private static final int HTTPS = 443;
    private final Egress egress;
    private final int port;

    public WebKeyDirectories(Egress egress) {
        this(egress, HTTPS);
    }

    /// For directories that listen elsewhere.
    WebKeyDirectories(Egress egress, int port) {
        this.egress = egress;
        this.port = port;
    }

    /// The certificate with the user ids of this address only; refused with what the directory said, or what is wrong with its key.
    public Outcome<byte[]> find(Address address) {
        if (address.domain().isLiteral()) {
            return Outcome.refused("A domain that is an address has no Web Key Directory.");
        }
        String domain = address.domain().ascii();
        String path = "hu/" + KeyDirectory.hash(address.localPart()) + "?l=" + URLEncoder.encode(address.localPart(), StandardCharsets.UTF_8).replace("+", "%20");
        Fetched advanced = fetch("openpgpkey." + domain, "/.well-known/openpgpkey/" + domain + "/" + path);
        boolean isAbsent = advanced instanceof Fetched.NoHost || (advanced instanceof Fetched.Failed && !egress.resolves());
        Fetched answer = isAbsent ? fetch(domain, "/.well-known/openpgpkey/" + path) : advanced;
        return switch (answer) {
            case Fetched.Got(byte[] octets) -> key(address, octets);
            case Fetched.Nothing() -> Outcome.refused("The Web Key Directory of " + domain + " has no key of " + address + ".");
            case Fetched.NoHost() -> Outcome.refused("The domain " + domain + " has no Web Key Directory.");
            case Fetched.Failed(String why) -> Outcome.refused("The Web Key Directory of " + domain + " could not be asked: " + why + ".");
        };
    }

    private Fetched fetch(String host, String path) {
        return egress.fetch(URI.create("https://" + host + (port == HTTPS ? "" : ":" + port) + path), OpenPgpUpload.MAX_OCTETS);
    }

    /// The draft wants packets, and exactly this user id; armour is what some servers give all the same.
    private static Outcome<byte[]> key(Address address, byte[] octets) {
        return switch (OpenPgpUpload.read(octets)) {
            case Parsed.Malformed<OpenPgpCertificate>(int _, String why) -> Outcome.refused("What the Web Key Directory gave was not taken: " + why + ".");
            case Parsed.Value<OpenPgpCertificate>(OpenPgpCertificate certificate) -> OpenPgpUpload.withOnly(certificate, address.toString())
                    .map(OpenPgpCertificate::encoded).map(Outcome::done)
                    .orElseGet(() -> Outcome.refused("The key that the Web Key Directory gave does not name " + address + "."));
        };
    }
}
