package org.chancery.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.chancery.administration.Refused;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What every `diagnose` command takes: one FILE, or `--batch` and one JSON line for each question.
class Questions {
    @Parameters(paramLabel = "FILE", arity = "0..1", description = "A message; for spf and dmarc a question as JSON.")
    private @Nullable String file;

    @Option(names = "--batch", description = "Read questions as JSON lines from stdin.")
    private boolean batch;

    /// Those that ask the DNS.
    static final class OfDns extends Questions {
        @Option(names = "--dns", paramLabel = "ZONE", description = "A JSON file with all the DNS there is.")
        private @Nullable Path dns;

        DiagnosisZone zone() {
            return DiagnosisZone.of(dns);
        }
    }

    int answered(Diagnosis verb, Invocation invocation) throws IOException {
        if (batch == (file != null)) {
            throw new CommandFailure(ExitCode.USAGE, "Give either one FILE or --batch.");
        }
        DiagnoseBatch diagnosis = new DiagnoseBatch(verb);
        if (file == null) {
            diagnosis.run(new BufferedInputStream(invocation.streams().in(), 1 << 16), invocation.streams().out());
            return ExitCode.DONE;
        }
        return one(diagnosis, file, invocation);
    }

    private static int one(DiagnoseBatch diagnosis, String file, Invocation invocation) {
        ObjectNode question = JsonNodeFactory.instance.objectNode();
        question.put("id", file);
        question.put("file", file);
        ObjectNode answer = diagnosis.answer(question);
        if (answer.has("error")) {
            throw new Refused(file + ": " + answer.get("error").stringValue());
        }
        invocation.out().println(Json.write(answer));
        return ExitCode.DONE;
    }
}
