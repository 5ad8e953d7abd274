package org.chancery.server;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.chancery.cli.Cli;
import org.chancery.cli.GlobalOptions;
import org.chancery.cli.Streams;
import org.chancery.dns.DnsJavaResolver;
import org.chancery.dns.Resolver;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `chancery check`: is everything as it should be, and if not, what to do. Exit 1 when something does not work.
@Command(name = "check", description = "Look over configuration, DNS, certificate and ports, and say what to do.",
        footer = {"", "Example: chancery check --config /etc/chancery/chancery.toml"})
public final class CheckCommand implements Callable<Integer> {
    private final GlobalOptions options;
    private final Surroundings surroundings;

    public CheckCommand(GlobalOptions options, Surroundings surroundings) {
        this.options = options;
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Configuration configuration = Opener.configuration(options);
        List<Finding> findings = new ArrayList<>(new Checkup(configuration, surroundings.clock().instant()).all());
        Resolver resolver = new DnsJavaResolver(configuration.dns().servers(), configuration.dns().timeout());
        DnsCheckup dns = new DnsCheckup(resolver, configuration.hostname().ascii());
        findings.addAll(dns.host());
        findings.addAll(BlocklistWatch.check(resolver, configuration.blocklists()));
        boolean hasStore = hasStore(configuration);
        List<String> domains = hasStore ? domains() : List.of();
        if (domains.isEmpty()) {
            findings.add(Finding.warn("domains", "none is served yet; \"chancery domain add NAME\" adds one"));
        }
        if (hasStore) {
            findings.addAll(stored(domains, dns));
        }
        print(findings);
        return findings.stream().anyMatch(finding -> finding.level() == Finding.Level.FAIL) ? 1 : 0;
    }

    private List<Finding> stored(List<String> domains, DnsCheckup dns) {
        List<Finding> findings = new ArrayList<>();
        domains.forEach(domain -> {
            findings.addAll(dns.domain(domain));
            findings.addAll(dns.signing(domain, signingKeys(domain)));
        });
        if (!asked("queue", "shape").path("stopped").asString("").isEmpty()) {
            findings.add(Finding.warn("queue", "all delivery is stopped; \"chancery queue release --all\" resumes it"));
        }
        findings.add(postmaster());
        for (JsonNode list : asked("list", "show")) {
            findings.addAll(policy(list.path("list").asString("")));
        }
        asked("archive", "waiting").forEach(one -> {
            if (!one.path("why").asString("").isEmpty()) {
                findings.add(Finding.fail("archive " + one.path("list").asString(""), "post " + one.path("post").asLong(0) + " waits since " + one.path("since").asString("")
                        + ": " + one.path("why").asString("")));
            }
        });
        asked("key", "check").forEach(concern -> findings.add(new Finding(
                concern.path("grave").asBoolean(false) ? Finding.Level.FAIL : Finding.Level.WARN,
                "keys " + concern.path("list").asString(""), concern.path("concern").asString(""))));
        return findings;
    }

    /// Asking one that is not there would make it, and this command changes nothing.
    private static boolean hasStore(Configuration configuration) {
        return configuration.store() instanceof Configuration.Store.Postgresql || StoreBackups.isIn(configuration);
    }

    /// What somebody accepted when the policy was stored stays in sight (authorisation.md section 4.5).
    private List<Finding> policy(String list) {
        List<Finding> warnings = new ArrayList<>();
        for (JsonNode finding : asked("policy", "analyse", list).path("findings")) {
            warnings.add(Finding.warn("policy " + list, finding.path("code").asString("") + " rule " + finding.path("rule").asString("") + ": " + finding.path("text").asString("")));
        }
        return warnings;
    }

    /// RFC 5321 section 4.5.1: that address is there wherever mail is taken.
    private Finding postmaster() {
        for (JsonNode account : asked("account", "list")) {
            if (account.path("roles").toString().contains("site-admin")) {
                return Finding.ok("postmaster", "goes to " + account.path("account").asString(""));
            }
        }
        return Finding.warn("postmaster", "nobody reads it, so mail to it is refused; \"chancery account add ADDRESS\", then \"chancery account role ADDRESS site-admin\"");
    }

    private List<String> domains() {
        List<String> names = new ArrayList<>();
        for (JsonNode domain : asked("domain", "list")) {
            names.add(domain.isString() ? domain.stringValue() : domain.path("domain").asString(domain.path("name").asString("")));
        }
        names.removeIf(String::isEmpty);
        return names;
    }

    /// The DNS records of the signing keys by their names.
    private Map<String, String> signingKeys(String domain) {
        Map<String, String> records = new LinkedHashMap<>();
        for (JsonNode key : asked("domain", "keys", domain)) {
            records.put(key.path("name").asString(""), key.path("value").asString(""));
        }
        return records;
    }

    /// Asked as everybody asks: from the running server if there is one.
    private JsonNode asked(String... words) {
        List<String> line = new ArrayList<>(List.of(words));
        line.addAll(List.of("--json", "--quiet"));
        options.config().ifPresent(file -> line.addAll(List.of("--config", file.toString())));
        options.data().ifPresent(data -> line.addAll(List.of("--data", data.toString())));
        options.set().forEach((key, value) -> line.addAll(List.of("--set", key + "=" + value)));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        InputStream nothing = new ByteArrayInputStream(new byte[0]);
        int exit = Cli.run(line, new Streams(nothing, out, System.err, false), System.getProperty("user.name", "unknown"), _ -> Map.of(), new Opener(surroundings));
        return JsonMapper.shared().readTree(exit == 0 ? out.toString(StandardCharsets.UTF_8) : "[]");
    }

    private void print(List<Finding> findings) {
        if (options.json()) {
            System.out.println(JsonMapper.shared().writeValueAsString(findings));
            return;
        }
        for (Finding finding : findings) {
            System.out.printf("%-4s  %-34s  %s%n", finding.level(), finding.subject(), finding.sentence());
        }
    }
}
