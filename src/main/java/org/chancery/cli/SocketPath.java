package org.chancery.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Where the admin socket of a data folder lies: `admin.sock` in it or, when that path is too long for the system, in a
/// folder of its own under the temporary directory, which the server then names in `ready.json` under `socket`.
final class SocketPath {
    /// sockaddr_un has 108 octets on Linux and 104 elsewhere, with a final NUL.
    static final int MAX_OCTETS = 100;

    private SocketPath() {}

    /// Where the server will listen.
    static Path forServer(Path data) throws IOException {
        Path usual = usual(data);
        return fits(usual) ? usual : Files.createTempDirectory("chancery", DataLock.ownerOnly()).resolve("admin.sock");
    }

    /// Where a command finds it, if a server has run here.
    static Optional<Path> forClient(Path data) throws IOException {
        Path usual = usual(data);
        if (fits(usual)) {
            return Files.exists(usual) ? Optional.of(usual) : Optional.empty();
        }
        Path ready = data.resolve("ready.json");
        return Files.exists(ready) ? named(ready) : Optional.empty();
    }

    private static Optional<Path> named(Path ready) throws IOException {
        JsonNode socket = JsonMapper.shared().readTree(Files.readString(ready, StandardCharsets.UTF_8)).path("socket");
        return socket.isString() ? Optional.of(Path.of(socket.stringValue())) : Optional.empty();
    }

    private static Path usual(Path data) {
        return data.toAbsolutePath().normalize().resolve("admin.sock");
    }

    private static boolean fits(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length <= MAX_OCTETS;
    }
}
