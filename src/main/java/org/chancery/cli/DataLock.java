package org.chancery.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/// The exclusive lock on a data folder: `serve` holds `lock` as long as it runs, a command as long as it works on the
/// store itself. The system lets go of it when the process ends, however it ends.
public final class DataLock implements AutoCloseable {
    public static final String FILE = "lock";
    private final FileChannel channel;

    private DataLock(FileChannel channel) {
        this.channel = channel;
    }

    /// Takes the lock, or empty while another process (or another part of this one) has it. Makes the folder when it
    /// is missing, for its owner only.
    public static Optional<DataLock> tryTake(Path data) throws IOException {
        FileChannel channel = openIn(data);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return Optional.empty();
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        return lock == null ? Optional.empty() : Optional.of(new DataLock(channel));
    }

    private static FileChannel openIn(Path data) throws IOException {
        try {
            makeFolder(data);
            return FileChannel.open(data.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (FileSystemException e) {
            throw new CommandFailure(ExitCode.CONFIGURATION, "The data folder " + data + " cannot be used: " + why(data, e) + ". Choose another one with --data or the key data.");
        }
    }

    private static String why(Path data, FileSystemException fault) {
        return switch (fault) {
            case AccessDeniedException _ -> "this user may not write there";
            case FileAlreadyExistsException _ -> "it is a file";
            case NoSuchFileException _ -> "it cannot be made";
            default -> Files.isDirectory(data) ? String.valueOf(fault.getMessage()) : "it is no folder";
        };
    }

    private static void makeFolder(Path data) throws IOException {
        if (!Files.isDirectory(data)) {
            Files.createDirectories(data, ownerOnly());
        }
    }

    static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))}
                : new FileAttribute<?>[0];
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
