package org.chancery.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.chancery.administration.Release;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The options that may stand anywhere on the line of every command.
///
/// Example: `chancery list show --data /var/lib/chancery --json`.
@Command(
        name = "chancery",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        version = Release.NAME,
        description = "A secure mailing-list server. \"chancery COMMAND --help\" explains a command with an example.")
public final class GlobalOptions {
    @Option(names = "--config", paramLabel = "FILE", scope = ScopeType.INHERIT,
            description = "Configuration file (default: ./chancery.toml if there is one).")
    private @Nullable Path config;

    @Option(names = "--data", paramLabel = "DIR", scope = ScopeType.INHERIT,
            description = "Data folder, over what the configuration says.")
    private @Nullable Path data;

    @Option(names = "--set", paramLabel = "KEY=VALUE", scope = ScopeType.INHERIT,
            description = "One key of the configuration, for example listen.smtp=127.0.0.1:2525; may be repeated.")
    private Map<String, String> set = new LinkedHashMap<>();

    @Option(names = "--json", scope = ScopeType.INHERIT,
            description = "Print JSON: lists are one array, single things one object.")
    private boolean json;

    @Option(names = "--quiet", scope = ScopeType.INHERIT, description = "Print results only: no confirmations, no progress.")
    private boolean quiet;

    public Optional<Path> config() {
        return Optional.ofNullable(config);
    }

    public Optional<Path> data() {
        return Optional.ofNullable(data);
    }

    /// In the order given; of one key given twice the last.
    public Map<String, String> set() {
        return set;
    }

    public boolean json() {
        return json;
    }

    public boolean quiet() {
        return quiet;
    }
}
