package org.chancery.server;

import java.security.SecureRandom;
import java.time.InstantSource;

/// What the whole process takes from outside: the clock and the source of chance. Made once, where the process begins.
public record Surroundings(InstantSource clock, SecureRandom random) {
    public static Surroundings ofThisMachine() {
        return new Surroundings(InstantSource.system(), new SecureRandom());
    }
}
