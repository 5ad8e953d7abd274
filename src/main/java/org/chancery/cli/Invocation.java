package org.chancery.cli;

import java.io.BufferedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.chancery.administration.Administration;
import org.chancery.administration.Caller;
import org.chancery.administration.Refused;
import org.jspecify.annotations.Nullable;

/// One command being run: what it prints with, who called it and, once a door is open, the services it works on.
final class Invocation {
    private final GlobalOptions options;
    private final Streams streams;
    private final Caller caller;
    private final PrintStream out;
    private final PrintStream err;
    private ServicesOpener.@Nullable Services services;

    Invocation(GlobalOptions options, Streams streams, Caller caller) {
        this.options = options;
        this.streams = streams;
        this.caller = caller;
        this.out = new PrintStream(new BufferedOutputStream(streams.out(), 1 << 15), false, StandardCharsets.UTF_8);
        this.err = new PrintStream(streams.err(), true, StandardCharsets.UTF_8);
    }

    void workOn(ServicesOpener.Services opened) {
        services = opened;
    }

    ServicesOpener.Services services() {
        if (services == null) {
            throw new IllegalStateException("this command runs without a store");
        }
        return services;
    }

    Administration administration() {
        return services().administration();
    }

    Caller caller() {
        return caller;
    }

    GlobalOptions options() {
        return options;
    }

    Streams streams() {
        return streams;
    }

    Printer printer() {
        return new Printer(out, err, options);
    }

    /// Says what was done; a line for `return`.
    int done(String sentence, Row thing) {
        printer().done(sentence, thing);
        return ExitCode.DONE;
    }

    /// What one of several acts of a command has done.
    record Done(String sentence, Row thing) {}

    /// Does the same with each: one that is refused is told on stderr and does not stop the others; then the exit code is 1.
    /// JSON is one object for one thing, an array for several.
    int each(List<String> things, Function<String, Done> act) {
        List<Done> done = new ArrayList<>();
        for (String thing : things) {
            try {
                done.add(act.apply(thing));
            } catch (Refused refused) {
                refused.sentences().forEach(printer()::warn);
            }
        }
        if (options.json() && things.size() > 1) {
            printer().table("", table -> done.forEach(one -> table.add(one.thing())));
        } else {
            done.forEach(one -> done(one.sentence(), one.thing()));
        }
        return done.size() == things.size() ? ExitCode.DONE : ExitCode.REFUSED;
    }

    PrintStream out() {
        return out;
    }

    PrintStream err() {
        return err;
    }
}
