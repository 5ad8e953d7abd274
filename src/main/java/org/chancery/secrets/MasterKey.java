package org.chancery.secrets;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Set;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/// The one key of a site: 32 random octets, by itself in a file of mode 0600 ([MasterKeySource] knows other places). Everything else is derived from it, one key per
/// purpose, by HKDF-SHA-256 (RFC 5869), so that no two uses ever share a key.
///
/// A file of another length, or one that others may read, is refused with `IOException`: to go on would make keys that
/// nobody can find again, or that somebody already has.
///
/// Example: `MasterKey.open(data.resolve("keys/master.key"), random).derive("token-mac")`.
public final class MasterKey {
    static final int OCTETS = 32;

    private final byte[] octets;

    private MasterKey(byte[] octets) {
        this.octets = octets;
    }

    /// Reads the key, or makes it on first use, durably: when this returns it survives a power cut.
    /// One process at a time; the caller holds the lock of the data folder.
    public static MasterKey open(Path file, SecureRandom random) throws IOException {
        try {
            return read(file);
        } catch (NoSuchFileException _) {
            create(file, random);
            return read(file);
        }
    }

    private static MasterKey read(Path file) throws IOException {
        MasterKey key = of(file, Files.readAllBytes(file));
        refuseShared(file);
        return key;
    }

    /// What was read from `place`.
    static MasterKey of(Path place, byte[] octets) throws IOException {
        if (octets.length != OCTETS) {
            throw new IOException(place + " is not a master key: it has " + octets.length + " octets, not " + OCTETS);
        }
        return new MasterKey(octets);
    }

    static void refuseShared(Path file) throws IOException {
        Set<PosixFilePermission> shared = EnumSet.copyOf(Files.getPosixFilePermissions(file));
        shared.removeAll(PosixFilePermissions.fromString("rwx------"));
        if (!shared.isEmpty()) {
            throw new IOException(file + " may be read by others: chmod 600 it");
        }
    }

    private static void create(Path file, SecureRandom random) throws IOException {
        byte[] octets = new byte[OCTETS];
        random.nextBytes(octets);
        write(file, octets);
    }

    /// In place of what was there, durably and at once.
    static void write(Path file, byte[] octets) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder, mode("rwx------"));
        Path draft = Files.createTempFile(folder, "master", ".new", mode("rw-------"));
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(octets);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel entry = FileChannel.open(folder, StandardOpenOption.READ)) {
            entry.force(true); // the name as well as the content
        }
    }

    private static FileAttribute<Set<PosixFilePermission>> mode(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }

    /// The 32-octet key of one purpose. `purpose` is a fixed name in our code, never input; the same name always gives
    /// the same key.
    public Secret derive(String purpose) {
        try {
            KDF hkdf = KDF.getInstance("HKDF-SHA256");
            return Secret.of(hkdf.deriveData(HKDFParameterSpec.ofExtract()
                    .addIKM(octets)
                    .thenExpand(("chancery " + purpose).getBytes(StandardCharsets.UTF_8), OCTETS)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HKDF-SHA256", e);
        }
    }

    byte[] octets() {
        return octets.clone();
    }

    @Override
    public String toString() {
        return "MasterKey[***]";
    }
}
