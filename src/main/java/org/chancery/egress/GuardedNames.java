package org.chancery.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// How this Java resolves names. Names that [Egress] is about to ask go through its own look-up, so that the address that was looked at is
/// the one that is connected to: a name that resolves to something else a moment later (DNS rebinding) finds no gap. All other names are
/// resolved as ever. Java finds this class by its service file.
public final class GuardedNames extends InetAddressResolverProvider {
    /// By name in lower case.
    private static final ConcurrentHashMap<String, Guard> GUARDS = new ConcurrentHashMap<>();

    /// Of one name, as long as somebody asks it.
    private record Guard(LookUp lookUp, int users) {}

    @FunctionalInterface
    interface LookUp {
        /// Throws when any address is one that may not be connected to.
        Stream<InetAddress> addresses(String name) throws UnknownHostException;
    }

    static void guard(String name, LookUp lookUp) {
        GUARDS.merge(name.toLowerCase(Locale.ROOT), new Guard(lookUp, 1), (known, _) -> new Guard(known.lookUp(), known.users() + 1));
    }

    static void release(String name) {
        GUARDS.computeIfPresent(name.toLowerCase(Locale.ROOT), (_, guard) -> guard.users() == 1 ? null : new Guard(guard.lookUp(), guard.users() - 1));
    }

    @Override
    public String name() {
        return "chancery";
    }

    @Override
    public InetAddressResolver get(Configuration configuration) {
        InetAddressResolver usual = configuration.builtinResolver();
        return new InetAddressResolver() {
            @Override
            public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
                Optional<Guard> guard = Optional.ofNullable(GUARDS.get(host.toLowerCase(Locale.ROOT)));
                return guard.isPresent() ? guard.get().lookUp().addresses(host) : usual.lookupByName(host, policy);
            }

            @Override
            public String lookupByAddress(byte[] address) throws UnknownHostException {
                return usual.lookupByAddress(address);
            }
        };
    }
}
