package org.chancery.keyring;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.chancery.list.Lists;
import org.chancery.list.MailingList;
import org.chancery.mail.Address;
import org.chancery.mail.Domain;
import org.chancery.protection.Technology;
import org.chancery.protection.openpgp.OpenPgpKeyring;
import org.chancery.protection.openpgp.OpenPgpUpload;

/// The Web Key Directory of the lists (draft-koch-openpgp-webkey-service): under which address stands which key. Each address of a list
/// that people write to (`talk`, `talk-request`, `talk-owner`) has the list's key with that one user id.
///
/// Example: `directory.key(domain, KeyDirectory.hash("talk"), Optional.of("talk"))`.
public final class KeyDirectory {
    private static final char[] ALPHABET = "ybndrfg8ejkmcpqxot1uwisza345h769".toCharArray(); // z-base-32, RFC 6189 section 5.1.6
    private static final List<String> SUFFIXES = List.of("", "-request", "-owner");
    private static final int BITS = 5;

    private final Lists lists;
    private final ListKeys keys;

    public KeyDirectory(Lists lists, ListKeys keys) {
        this.lists = lists;
        this.keys = keys;
    }

    /// Under which names the directory is asked.
    public boolean serves(Domain domain) {
        return lists.domains().contains(domain);
    }

    /// OpenPGP packets. `local` is what the client says besides the hash, as it is written in the address; without it all lists of the
    /// domain are tried.
    public Optional<byte[]> key(Domain domain, String hash, Optional<String> local) {
        Stream<MailingList> named = local.isPresent() ? named(domain, local.get()) : lists.all().stream().filter(list -> list.domain().equals(domain));
        return named.flatMap(list -> addresses(list)).filter(address -> hash(address.localPart()).equals(hash))
                .flatMap(address -> key(address).stream()).findFirst();
    }

    /// What everybody may know of the keys of a list, to compare: in groups of four, those in use.
    public List<String> fingerprints(MailingList list) {
        return Stream.of(Technology.values()).flatMap(technology -> ListKeyDesk.current(keys.of(list.id()), technology).stream())
                .map(key -> KeyLetters.readable(key.fingerprint())).toList();
    }

    private Stream<MailingList> named(Domain domain, String local) {
        return SUFFIXES.stream().filter(local.toLowerCase(Locale.ROOT)::endsWith)
                .map(suffix -> local.substring(0, local.length() - suffix.length()))
                .flatMap(name -> Address.parse(name + "@" + domain.ascii()).toOptional().flatMap(lists::find).stream());
    }

    private static Stream<Address> addresses(MailingList list) {
        return SUFFIXES.stream().map(suffix -> Address.of(list.address().localPart() + suffix, list.domain()));
    }

    private Optional<byte[]> key(Address address) {
        Optional<MailingList> list = SUFFIXES.stream().filter(address.localPart()::endsWith)
                .flatMap(suffix -> lists.find(Address.of(address.localPart().substring(0, address.localPart().length() - suffix.length()), address.domain())).stream()).findFirst();
        return list.flatMap(found -> ListKeyDesk.current(keys.of(found.id()), Technology.OPENPGP))
                .flatMap(key -> OpenPgpKeyring.read(key.certificate(), List.of()).toOptional())
                .flatMap(read -> OpenPgpUpload.withOnly(read.certificates().getFirst(), address.toString()))
                .map(certificate -> certificate.encoded());
    }

    /// SHA-1 over the local part with its ASCII letters in lower case, in z-base-32: 32 characters.
    public static String hash(String localPart) {
        try {
            byte[] lower = lower(localPart).getBytes(StandardCharsets.UTF_8);
            return encode(MessageDigest.getInstance("SHA-1").digest(lower));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks SHA-1", e);
        }
    }

    private static String lower(String text) {
        StringBuilder lower = new StringBuilder(text.length());
        text.chars().forEach(c -> lower.append((char) (c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c)));
        return lower.toString();
    }

    private static String encode(byte[] octets) {
        StringBuilder text = new StringBuilder();
        long buffer = 0;
        int held = 0;
        for (byte octet : octets) {
            buffer = buffer << Byte.SIZE | (octet & 0xFF);
            held += Byte.SIZE;
            while (held >= BITS) {
                held -= BITS;
                text.append(ALPHABET[(int) (buffer >> held) & 0x1F]);
            }
        }
        return text.toString();
    }
}
