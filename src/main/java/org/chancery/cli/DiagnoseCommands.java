package org.chancery.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.chancery.authentication.dkim.Rules;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
            @Mixin Questions questions,
            @Option(names = "--round-trip", description = "Also put the message together again and compare.") boolean roundTrip)
            throws IOException {
        return questions.answered(MimeDiagnosis.verb(roundTrip), invocation);
    }

    @WithoutStore
    @Command(name = "bounce", description = "Whose delivery failed according to a message, for good or for now, and why.",
            footer = "Example: chancery diagnose bounce mail.eml")
    int bounce(@Mixin Questions questions) throws IOException {
        return questions.answered(BounceDiagnosis.verb(), invocation);
    }

    @WithoutStore
    @Command(name = "dmarc", description = "Does the domain in From stand behind a message, and what does it ask for if not?",
            footer = "Example: chancery diagnose dmarc --batch --dns zone.json < questions.jsonl")
    int dmarc(@Mixin Questions.OfDns questions) throws IOException {
        return questions.answered(DmarcDiagnosis.verb(questions.zone()), invocation);
    }

    @WithoutStore
    @Command(name = "spf", description = "Whether an address may send for a domain (RFC 7208), and why.",
            footer = "Example: chancery diagnose spf question.json --dns zone.json")
    int spf(@Mixin Questions.OfDns questions) throws IOException {
        return questions.answered(SpfDiagnosis.verb(questions.zone(), InstantSource.system()), invocation);
    }

    @WithoutStore
    @Command(name = "dkim", description = "Which DKIM signatures of a message hold, and why the others do not.",
            footer = "Example: chancery diagnose dkim mail.eml --dns zone.json")
    int dkim(
            @Mixin Questions.OfDns questions,
            @Option(names = "--historic", description = "Judge an old archive: SHA-1, short keys, no v=, l=, DomainKeys.") boolean historic)
            throws IOException {
        return questions.answered(DkimDiagnosis.verb(questions.zone(), historic ? Rules.HISTORIC : Rules.TODAY, InstantSource.system()), invocation);
    }

    @WithoutStore
    @Command(name = "arc", description = "Is the ARC chain of a message whole? With --sign: the set that a key would add.",
            footer = "Example: chancery diagnose arc mail.eml --dns zone.json")
    int arc(
            @Mixin Questions.OfDns questions,
            @Option(names = "--sign", description = "Seal with the key in the question: key (PEM), selector, domain, srv-id, t, headers.") boolean sign)
            throws IOException {
        DiagnosisZone zone = questions.zone();
        return questions.answered(sign ? ArcSealing.verb(zone, InstantSource.system()) : ArcDiagnosis.verb(zone), invocation);
    }

    @WithoutStore
    @Command(name = "openpgp", description = "How a message is protected with OpenPGP, and whose signature it bears.",
            footer = "Example: chancery diagnose openpgp mail.eml --keyring members.asc --keyring list-key.asc")
    int openpgp(
            @Mixin Questions questions,
            @Option(names = "--keyring", paramLabel = "KEYS", description = "Certificates of members, keys of the list; may be repeated.") @Nullable List<Path> keyrings,
            @Option(names = "--trust", paramLabel = "KEYS", description = "More certificates; may be repeated.") @Nullable List<Path> trust)
            throws IOException {
        return questions.answered(ProtectionDiagnosis.openpgp(keyrings, trust, InstantSource.system()), invocation);
    }

    @WithoutStore
    @Command(name = "smime", description = "How a message is protected with S/MIME, and whose signature it bears.",
            footer = "Example: chancery diagnose smime mail.eml --keyring list.p12 --trust anchor.pem")
    int smime(
            @Mixin Questions questions,
            @Option(names = "--keyring", paramLabel = "KEYS", description = "Certificates and keys, PEM or PKCS #12; may be repeated.") @Nullable List<Path> keyrings,
            @Option(names = "--trust", paramLabel = "ANCHORS", description = "Certificates that end a path; may be repeated.") @Nullable List<Path> trust)
            throws IOException {
        return questions.answered(ProtectionDiagnosis.smime(keyrings, trust, InstantSource.system()), invocation);
    }
}
