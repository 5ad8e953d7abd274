package org.chancery.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/// Where the server really listens: the line `ready …` on stdout and `ready.json` in the data folder, which names the
/// admin socket for commands. Written when connections are accepted, removed at the end.
record Ready(Map<String, List<InetSocketAddress>> listeners, Path socket) {
    static final String FILE = "ready.json";

    String line() {
        return "ready " + listeners.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(entry -> entry.getKey() + "=" + entry.getValue().stream().map(Ready::text).collect(Collectors.joining(",")))
                .collect(Collectors.joining(" "));
    }

    void write(Path data) throws IOException {
        Map<String, Object> json = new LinkedHashMap<>();
        listeners.forEach((name, addresses) -> json.put(name, addresses.stream().map(Ready::text).toList()));
        json.put("socket", socket.toAbsolutePath().toString());
        json.put("pid", ProcessHandle.current().pid());
        Path next = data.resolve(FILE + ".new");
        Files.writeString(next, JsonMapper.shared().writeValueAsString(json));
        Files.move(next, data.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
