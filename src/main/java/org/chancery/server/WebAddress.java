package org.chancery.server;

import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;

/// Where people reach the pages; known for sure once the web listens.
final class WebAddress implements Supplier<Optional<String>> {
    private volatile Optional<String> url;

    WebAddress(Optional<URI> configured) {
        url = configured.map(URI::toString);
    }

    void is(URI known) {
        url = Optional.of(known.toString());
    }

    @Override
    public Optional<String> get() {
        return url;
    }
}
