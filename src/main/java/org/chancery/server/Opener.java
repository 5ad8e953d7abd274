package org.chancery.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.chancery.audit.Act;
import org.chancery.cli.CommandFailure;
import org.chancery.cli.ExitCode;
import org.chancery.cli.GlobalOptions;
import org.chancery.cli.ServicesOpener;

/// The way of a command to the store when no server runs.
public final class Opener implements ServicesOpener {
    private final Surroundings surroundings;
    private Optional<Configuration> read = Optional.empty();

    public Opener(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /// The configuration that the global options name; a wrong one ends the command with exit 78 and every fault.
    public static Configuration configuration(GlobalOptions options) {
        ConfigurationReader reader = options.config().map(ConfigurationReader::of).orElseGet(() -> ConfigurationReader.in(Path.of("")));
        options.set().forEach((key, value) -> reader.set(key + "=" + value));
        options.data().ifPresent(reader::data);
        Optional.ofNullable(System.getenv("CREDENTIALS_DIRECTORY")).map(Path::of).ifPresent(reader::credentials);
        return switch (reader.read()) {
            case Configuration.Loaded.Ok(Configuration configuration) -> configuration;
            case Configuration.Loaded.Faults(List<String> faults) -> throw new CommandFailure(ExitCode.CONFIGURATION, faults);
        };
    }

    @Override
    public Site locate(GlobalOptions options) {
        Configuration configuration = configuration(options);
        read = Optional.of(configuration);
        return new Site(configuration.data(), configuration.store() instanceof Configuration.Store.Postgresql);
    }

    @Override
    public Services open(Site site) {
        Configuration configuration = read.orElseThrow();
        return new Wiring(Ground.open(configuration, surroundings, () -> {}), configuration, configuration.web().url(), surroundings);
    }

    @Override
    public String restore(Site site, InputStream backup, boolean dryRun) throws IOException {
        Configuration configuration = read.orElseThrow();
        String actor = "local:" + System.getProperty("user.name", "unknown");
        Act act = new Act(surroundings.clock().instant(), actor, "cli", "store.restore", configuration.data().toString(), "from a backup");
        return StoreBackups.restore(configuration, backup, dryRun, act, surroundings.random());
    }
}
