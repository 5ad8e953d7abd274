package org.chancery.cli;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// How FILE arguments become streams. There are two ways: those of the process of who typed them, and those of a
/// command that runs inside the server for another process.
sealed interface FileArguments {
    InputFile input(String argument);

    OutputFile output(String argument);

    /// Paths of this process; `-` is stdin or stdout.
    record OfThisProcess(Streams streams) implements FileArguments {
        @Override
        public InputFile input(String argument) {
            return argument.equals(InputFile.STDIN)
                    ? new InputFile(streams::in)
                    : new InputFile(() -> Files.newInputStream(Path.of(argument)));
        }

        @Override
        public OutputFile output(String argument) {
            return argument.equals(InputFile.STDIN) ? OutputFile.stream(streams.out()) : OutputFile.file(Path.of(argument));
        }
    }

    /// Streams to the other process, which opens its own files. The text of the argument is not looked at.
    record OfTheCaller(InputStream in, OutputFile out) implements FileArguments {
        @Override
        public InputFile input(String argument) {
            return new InputFile(() -> in);
        }

        @Override
        public OutputFile output(String argument) {
            return out;
        }
    }
}
