package org.chancery.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.ParseResult;

/// What a parsed command reads and writes in the process of who typed it. A command has at most one of each.
record FilesOfCommand(Optional<InputFile> input, Optional<OutputFile> output) {

    static FilesOfCommand of(ParseResult parsed) {
        return new FilesOfCommand(value(parsed, InputFile.class).or(() -> last(parsed)), value(parsed, OutputFile.class));
    }

    /// Of words that may be names, the last one is the file.
    private static Optional<InputFile> last(ParseResult parsed) {
        return value(parsed, List.class).filter(words -> !words.isEmpty() && words.getLast() instanceof NamedFile).map(words -> ((NamedFile) words.getLast()).file());
    }

    private static <T> Optional<T> value(ParseResult parsed, Class<T> type) {
        return Commands.leaf(parsed).args().stream().map(ArgSpec::getValue).filter(type::isInstance).map(type::cast).findFirst();
    }
}
