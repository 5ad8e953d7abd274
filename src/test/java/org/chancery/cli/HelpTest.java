package org.chancery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.chancery.administration.Caller;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// What `--help` owes to everybody.
class HelpTest {
    @TempDir
    private Path folder;

    static Stream<CommandSpec> everyCommand() {
        Streams streams = new Streams(InputStream.nullInputStream(), OutputStream.nullOutputStream(), OutputStream.nullOutputStream(), false);
        Invocation invocation = new Invocation(new GlobalOptions(), streams, new Caller("local:anna", "cli"));
        CommandLine tree = Commands.tree(invocation, new FileArguments.OfThisProcess(streams), List.of(), Set.of());
        return below(tree);
    }

    private static Stream<CommandLine> children(CommandLine command) {
        return command.getSubcommands().values().stream();
    }

    private static Stream<CommandSpec> below(CommandLine command) {
        return children(command).flatMap(child -> Stream.concat(Stream.of(child.getCommandSpec()), below(child)));
    }

    @ParameterizedTest
    @MethodSource("everyCommand")
    void each_command_says_what_it_does_and_shows_an_example(CommandSpec command) {
        assertThat(command.usageMessage().description()).isNotEmpty();
        String example = String.join("\n", command.usageMessage().footer());
        assertThat(example).startsWith("Example: chancery " + command.qualifiedName().replace("chancery ", ""));
        command.args().forEach(arg -> assertThat(arg.description()).as(command.qualifiedName() + " " + arg.paramLabel()).isNotEmpty());
    }

    @Test
    void help_of_a_command_ends_well_and_needs_no_store() {
        TestSite site = new TestSite(folder.resolve("data"));
        String help = site.done("member", "import", "--help");
        assertThat(help).contains("--role").contains("--data").contains("Example: chancery member import");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void a_group_without_a_known_word_tells_of_all_its_commands() {
        TestSite site = new TestSite(folder.resolve("data"));
        assertThat(site.done("list", "--help")).contains("create", "show", "apply");
        assertThat(site.done("account", "--help")).contains("add", "password", "address");
        assertThat(site.run("list", "shwo").err()).contains("shwo").contains("chancery list --help");
    }
}
