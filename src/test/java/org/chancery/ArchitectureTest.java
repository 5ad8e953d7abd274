package org.chancery;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The walls of the house, as ARCHITECTURE.md draws them.
class ArchitectureTest {
    private static final String ROOT = "org.chancery.";
    private static final Set<String> EVERYTHING = Set.of("*");

    /// Package -> the packages of ours that it may use. A package that stands in no row may not exist.
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            entry("mail", Set.of()),
            entry("failpoint", Set.of()),
            entry("secrets", Set.of()),
            entry("token", Set.of("mail", "secrets")),
            entry("audit", Set.of("mail", "secrets")),
            entry("account", Set.of("mail", "token", "secrets", "audit")),
            entry("list", Set.of("mail", "audit")),
            entry("dns", Set.of()),
            entry("egress", Set.of("dns")),
            entry("authentication", Set.of("mail", "dns", "token", "secrets", "list")),
            entry("policy", Set.of("mail", "list", "authentication")),
            entry("notice", Set.of("mail", "list", "audit")),
            entry("content", Set.of("mail")),
            entry("sender", Set.of("mail", "token", "list", "notice", "secrets", "audit", "authentication")),
            entry("smtp", Set.of("mail", "secrets")),
            entry("protection", Set.of("mail", "secrets")),
            entry("keyring", Set.of("egress", "mail", "token", "list", "notice", "secrets", "protection", "account", "authentication", "audit")),
            entry("delivery", Set.of("mail", "token", "list", "notice", "smtp", "dns", "audit", "failpoint")),
            entry("posting", Set.of("mail", "sender", "token", "secrets", "list", "notice", "content", "authentication", "policy", "delivery", "audit", "protection", "keyring")),
            entry("subscription", Set.of("mail", "token", "list", "notice", "content", "account", "policy", "audit")),
            entry("moderation", Set.of("mail", "token", "list", "notice", "content", "account", "authentication", "policy", "posting", "delivery", "audit", "protection", "keyring")),
            entry("archive", Set.of("mail", "content", "list", "notice", "token", "delivery", "audit", "posting", "protection", "keyring")),
            entry("administration", Set.of("mail", "sender", "list", "account", "audit", "policy", "posting", "delivery", "secrets", "notice", "subscription", "moderation", "archive", "protection", "keyring")),
            entry("keyword", Set.of("mail", "list", "audit", "notice", "posting", "subscription", "protection", "keyring", "administration")),
            entry("reception", Set.of("keyword", "mail", "sender", "token", "list", "account", "authentication", "smtp", "notice", "posting", "subscription", "moderation", "delivery", "audit", "keyring", "protection")),
            entry("web", Set.of("account", "secrets", "protection", "mail", "notice", "policy", "sender", "token", "list", "audit", "subscription", "moderation", "administration", "keyring")),
            entry("cli", Set.of("mail", "sender", "dns", "protection", "authentication", "secrets", "list", "account", "audit", "policy", "posting", "delivery", "notice", "subscription", "moderation", "archive", "administration", "keyring")),
            entry("store", Set.of("mail", "sender", "list", "account", "audit", "notice", "posting", "subscription", "moderation", "archive", "delivery", "failpoint", "token", "keyring", "protection")),
            entry("server", EVERYTHING),
            entry("main", EVERYTHING),
            entry("demo", EVERYTHING),
            entry("bench", EVERYTHING));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.chancery");

    @Test
    void the_whole_product_was_read() {
        assertThat(CLASSES.size()).isGreaterThan(150);
    }

    @Test
    void each_package_uses_only_what_the_table_allows() {
        Set<String> wrong = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String from = room(type);
                String to = room(dependency.getTargetClass());
                if (!to.isEmpty() && !to.equals(from) && !mayUse(from, to)) {
                    wrong.add(from + " may not use " + to + ": " + type.getName() + " -> " + dependency.getTargetClass().getName());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static boolean mayUse(String from, String to) {
        Set<String> allowed = MAY_USE.get(from);
        return allowed != null && (allowed.equals(EVERYTHING) || allowed.contains(to));
    }

    /// `org.chancery.posting.transform.X` -> `posting`; empty for what is not ours.
    private static String room(JavaClass type) {
        String name = type.getPackageName() + ".";
        return name.startsWith(ROOT) && name.length() > ROOT.length()
                ? name.substring(ROOT.length(), name.indexOf('.', ROOT.length()))
                : "";
    }

    @Test
    void packages_have_no_cycles() {
        slices().matching("org.chancery.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void policy_and_mail_do_no_io() {
        noClasses().that().resideInAnyPackage("org.chancery.policy..")
                .should().dependOnClassesThat().resideInAnyPackage("java.net..", "java.sql..", "java.nio.file..", "java.nio.channels..")
                .check(CLASSES);
        noClasses().that().resideInAnyPackage("org.chancery.mail..")
                .should().dependOnClassesThat().resideInAnyPackage("java.sql..", "java.nio.file..", "java.nio.channels..", "java.net.http..")
                .check(CLASSES);
    }

    @Test
    void only_secrets_and_protection_speak_bouncy_castle_and_only_store_speaks_sql() {
        noClasses().that().resideOutsideOfPackages("org.chancery.secrets..", "org.chancery.protection..")
                .should().dependOnClassesThat().resideInAPackage("org.bouncycastle..").check(CLASSES);
        noClasses().that().resideOutsideOfPackages("org.chancery.store..")
                .should().dependOnClassesThat().resideInAnyPackage("java.sql..", "javax.sql..", "org.sqlite..", "org.postgresql..", "org.flywaydb..").check(CLASSES);
    }

    @Test
    void only_the_network_rooms_open_sockets() {
        noClasses().that().resideOutsideOfPackages(
                        "org.chancery.smtp..", "org.chancery.dns..", "org.chancery.web..", "org.chancery.server..", "org.chancery.demo..", "org.chancery.bench..")
                .should().callCodeUnitWhere(JavaCall.Predicates.target(HasOwner.Predicates.With.owner(socket()))).check(CLASSES);
    }

    private static DescribedPredicate<JavaClass> socket() {
        List<String> names = List.of("java.net.Socket", "java.net.ServerSocket", "java.net.DatagramSocket", "javax.net.ssl.SSLSocket");
        return DescribedPredicate.describe("are sockets", type -> names.contains(type.getName()));
    }

    @Test
    void the_clock_and_chance_come_in_through_constructors() {
        noClasses().that().resideOutsideOfPackages("org.chancery.server..", "org.chancery.main..", "org.chancery.demo..", "org.chancery.bench..")
                .should().callMethod(Instant.class, "now")
                .orShould().callMethod(System.class, "currentTimeMillis")
                .orShould().callConstructor(SecureRandom.class)
                .orShould().callConstructor(Random.class)
                .check(CLASSES);
    }

    @Test
    void nothing_is_ever_deserialised_by_java() {
        noClasses().should().dependOnClassesThat().haveFullyQualifiedName("java.io.ObjectInputStream").check(CLASSES);
    }
}
