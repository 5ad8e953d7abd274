package org.chancery.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.chancery.administration.Refused;
import org.chancery.authentication.dkim.Rules;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `chancery diagnose`: answers why, one JSON line for each question.
@Command(name = "diagnose", addMethodSubcommands = false, description = "Answer questions about single messages as JSON lines.",
        footer = "Example: chancery diagnose mime mail.eml")
final class DiagnoseCommands {
    private final Invocation invocation;

    DiagnoseCommands(Invocation invocation) {
        this.invocation = invocation;
    }

    @WithoutStore
    @Command(name = "mime", description = "The tree of parts of a message, with offsets, sizes and defects.",
            footer = "Example: chancery diagnose mime mail.eml --round-trip")
    int mime(
            @Parameters(paramLabel = "FILE", arity = "0..1", description = "A message.") @Nullable String file,
            @Option(names = "--batch", description = "Read questions as JSON lines from stdin.") boolean batch,
            @Option(names = "--round-trip", description = "Also put the message together again and compare.") boolean roundTrip)
            throws IOException {
        return answered(MimeDiagnosis.verb(roundTrip), file, batch);
    }

    @WithoutStore
    @Command(name = "bounce", description = "Whose delivery failed according to a message, for good or for now, and why.",
            footer = "Example: chancery diagnose bounce mail.eml")
    int bounce(
            @Parameters(paramLabel = "FILE", arity = "0..1", description = "A message.") @Nullable String file,
            @Option(names = "--batch", description = "Read questions as JSON lines from stdin.") boolean batch)
            throws IOException {
        return answered(BounceDiagnosis.verb(), file, batch);
    }

    @WithoutStore
    @Command(name = "dmarc", description = "Does the domain in From stand behind a message, and what does it ask for if not?",
            footer = "Example: chancery diagnose dmarc --batch --dns zone.json < questions.jsonl")
    int dmarc(
            @Parameters(paramLabel = "FILE", arity = "0..1", description = "One question as JSON: from, spf, dkim.") @Nullable String file,
            @Option(names = "--batch", description = "Read questions as JSON lines from stdin.") boolean batch,
            @Option(names = "--dns", paramLabel = "ZONE", description = "A JSON file with all the DNS there is.") @Nullable Path dns)
            throws IOException {
        return answered(DmarcDiagnosis.verb(DiagnosisZone.of(dns)), file, batch);
    }

    @WithoutStore
    @Command(name = "spf", description = "Whether an address may send for a domain (RFC 7208), and why.",
            footer = "Example: chancery diagnose spf question.json --dns zone.json")
    int spf(
            @Parameters(paramLabel = "FILE", arity = "0..1", description = "A question: {\"ip\":…,\"helo\":…,\"mailFrom\":…}.") @Nullable String file,
            @Option(names = "--batch", description = "Read questions as JSON lines from stdin.") boolean batch,
            @Option(names = "--dns", paramLabel = "ZONE", description = "A zone file to ask instead of the DNS.") @Nullable Path dns)
            throws IOException {
        return answered(SpfDiagnosis.verb(DiagnosisZone.of(dns), InstantSource.system()), file, batch);
    }

    @WithoutStore
    @Command(name = "dkim", description = "Which DKIM signatures of a message hold, and why the others do not.",
            footer = "Example: chancery diagnose dkim mail.eml --dns zone.json")
    int dkim(
            @Parameters(paramLabel = "FILE", arity = "0..1", description = "A message.") @Nullable String file,
            @Option(names = "--batch", description = "Read questions as JSON lines from stdin.") boolean batch,
            @Option(names = "--dns", paramLabel = "ZONE", description = "A zone file that replaces the DNS.") @Nullable Path dns,
            @Option(names = "--historic", description = "Judge an old archive: SHA-1, short keys, no v=, l=, DomainKeys.") boolean historic)
            throws IOException {
        return answered(DkimDiagnosis.verb(DiagnosisZone.of(dns), historic ? Rules.HISTORIC : Rules.TODAY, InstantSource.system()), file, batch);
    }

    @WithoutStore
    @Command(name = "arc", description = "Is the ARC chain of a message whole? With --sign: the set that a key would add.",
            footer = "Example: chancery diagnose arc mail.eml --dns zone.json")
    int arc(
            @Parameters(paramLabel = "FILE", arity = "0..1", description = "A message.") @Nullable String file,
            @Option(names = "--batch", description = "Read questions as JSON lines from stdin.") boolean batch,
            @Option(names = "--dns", paramLabel = "ZONE", description = "A zone file that replaces the DNS.") @Nullable Path dns,
            @Option(names = "--sign", description = "Seal with the key in the question: key (PEM), selector, domain, srv-id, t, headers.") boolean sign)
            throws IOException {
        DiagnosisZone zone = DiagnosisZone.of(dns);
        return answered(sign ? ArcSealing.verb(zone, InstantSource.system()) : ArcDiagnosis.verb(zone), file, batch);
    }

    @WithoutStore
    @Command(name = "openpgp", description = "How a message is protected with OpenPGP, and whose signature it bears.",
            footer = "Example: chancery diagnose openpgp mail.eml --keyring members.asc --keyring list-key.asc")
    int openpgp(
            @Parameters(paramLabel = "FILE", arity = "0..1", description = "A message.") @Nullable String file,
            @Option(names = "--batch", description = "Read questions as JSON lines from stdin.") boolean batch,
            @Option(names = "--keyring", paramLabel = "KEYS", description = "Certificates of members, keys of the list; may be repeated.") @Nullable List<Path> keyrings,
            @Option(names = "--trust", paramLabel = "KEYS", description = "More certificates; may be repeated.") @Nullable List<Path> trust)
            throws IOException {
        return answered(ProtectionDiagnosis.openpgp(keyrings, trust, InstantSource.system()), file, batch);
    }

    @WithoutStore
    @Command(name = "smime", description = "How a message is protected with S/MIME, and whose signature it bears.",
            footer = "Example: chancery diagnose smime mail.eml --keyring list.p12 --trust anchor.pem")
    int smime(
            @Parameters(paramLabel = "FILE", arity = "0..1", description = "A message.") @Nullable String file,
            @Option(names = "--batch", description = "Read questions as JSON lines from stdin.") boolean batch,
            @Option(names = "--keyring", paramLabel = "KEYS", description = "Certificates and keys, PEM or PKCS #12; may be repeated.") @Nullable List<Path> keyrings,
            @Option(names = "--trust", paramLabel = "ANCHORS", description = "Certificates that end a path; may be repeated.") @Nullable List<Path> trust)
            throws IOException {
        return answered(ProtectionDiagnosis.smime(keyrings, trust, InstantSource.system()), file, batch);
    }

    private int answered(Diagnosis verb, @Nullable String file, boolean batch) throws IOException {
        if (batch == (file != null)) {
            throw new CommandFailure(ExitCode.USAGE, "Give either one FILE or --batch.");
        }
        DiagnoseBatch diagnosis = new DiagnoseBatch(verb);
        if (file == null) {
            diagnosis.run(new BufferedInputStream(invocation.streams().in(), 1 << 16), invocation.streams().out());
            return ExitCode.DONE;
        }
        return one(diagnosis, file);
    }

    private int one(DiagnoseBatch diagnosis, String file) {
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
