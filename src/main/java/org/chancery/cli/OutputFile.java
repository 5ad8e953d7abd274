package org.chancery.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Where a command writes a document to: the FILE of its line, or stdout. Like [InputFile] the octets of a command
/// inside the server go to the caller's process, which writes the file.
interface OutputFile {
    void write(Body body) throws IOException;

    /// Writes the document; throwing leaves no file behind.
    interface Body {
        void to(OutputStream out) throws IOException;
    }

    /// To a stream that stays open.
    static OutputFile stream(OutputStream out) {
        return body -> {
            body.to(out);
            out.flush();
        };
    }

    /// To a file that appears whole or not at all: written under another name, flushed to the disk, renamed.
    static OutputFile file(Path path) {
        return body -> {
            Path folder = path.toAbsolutePath().getParent();
            Path part = Files.createTempFile(folder, ".chancery", ".part");
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE);
                    OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
                body.to(out);
                out.flush();
                channel.force(true);
            } catch (IOException | RuntimeException e) {
                Files.delete(part);
                throw e;
            }
            Files.move(part, path, StandardCopyOption.ATOMIC_MOVE);
        };
    }
}
