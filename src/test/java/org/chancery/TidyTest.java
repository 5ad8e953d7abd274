package org.chancery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Rules about the tree itself: what a reviewer would otherwise have to see each time.
class TidyTest {
    private static final Path MAIN = Path.of("src/main/java");
    private static final int LONG_FILE = 400;
    private static final Pattern RFC = Pattern.compile("RFC (\\d{3,5})");
    private static final Pattern UNFINISHED =
            Pattern.compile("\\b(TODO|FIXME|XXX|HACK)\\b|not (yet )?implemented|UnsupportedOperationException|STUB");

    @Test
    void every_package_says_what_it_is() throws IOException {
        try (Stream<Path> folders = Files.walk(MAIN).filter(Files::isDirectory)) {
            List<Path> silent = folders.filter(TidyTest::holdsJava)
                    .filter(folder -> !read(folder.resolve("package-info.java")).contains("///")
                            || !read(folder.resolve("package-info.java")).contains("@NullMarked"))
                    .toList();
            assertThat(silent).as("packages without a described, @NullMarked package-info.java").isEmpty();
        }
    }

    private static boolean holdsJava(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".java"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void nothing_is_left_open_in_the_code() throws IOException {
        assertThat(linesOf(MAIN, UNFINISHED)).isEmpty();
    }

    @Test
    void every_rfc_that_the_code_names_stands_in_the_index() throws IOException {
        Map<String, String> named = new TreeMap<>();
        for (Path file : javaFiles(MAIN)) {
            Matcher matcher = RFC.matcher(read(file));
            while (matcher.find()) {
                named.putIfAbsent(matcher.group(1), file.toString());
            }
        }
        List<String> index = Files.readAllLines(Path.of("docs/rfc/index.tsv")).stream()
                .filter(line -> !line.startsWith("#") && !line.startsWith("RFC\t"))
                .map(line -> line.split("\t")[0])
                .toList();
        named.keySet().removeAll(index);
        assertThat(named).as("RFCs named in the code, missing in docs/rfc/index.tsv").isEmpty();
    }

    @Test
    void the_rfc_index_gives_a_status_and_a_place_that_exists() throws IOException {
        for (String line : Files.readAllLines(Path.of("docs/rfc/index.tsv"))) {
            if (line.startsWith("#") || line.startsWith("RFC\t")) {
                continue;
            }
            String[] cells = line.split("\t");
            assertThat(cells).as(line).hasSize(4);
            assertThat(cells[2]).as(line).isIn("yes", "partial", "no", "planned");
            for (String place : cells[3].equals("-") ? List.<String>of() : List.of(cells[3].split(" "))) {
                assertThat(MAIN.resolve("org/chancery").resolve(place)).as(line).exists();
            }
        }
    }

    @Test
    void no_file_outgrows_its_idea() throws IOException {
        List<String> grown = javaFiles(MAIN).stream()
                .filter(file -> read(file).lines().count() > LONG_FILE)
                .map(Path::toString)
                .toList();
        assertThat(grown).as("files past " + LONG_FILE + " lines want a new idea").isEmpty();
    }

    @Test
    void the_line_stays_on_one_screen() {
        assertThat(read(MAIN.resolve("org/chancery/posting/Posting.java")).lines().count()).isLessThanOrEqualTo(120);
    }

    @Test
    void no_path_of_a_machine_stands_in_the_tree() throws IOException {
        Pattern path = Pattern.compile("/wor" + "k/|/ro" + "ot/|/home/[a-z]");
        assertThat(linesOf(Path.of("src"), path)).isEmpty();
        assertThat(linesOf(Path.of("docs"), path)).isEmpty();
    }

    @Test
    void decisions_are_numbered_without_gaps_and_dated() throws IOException {
        List<Path> decisions;
        try (Stream<Path> files = Files.list(Path.of("docs/decisions"))) {
            decisions = files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
        }
        int number = 1;
        for (Path decision : decisions) {
            assertThat(decision.getFileName().toString()).startsWith(String.format(java.util.Locale.ROOT, "%04d-", number++));
            assertThat(read(decision)).as(decision.toString()).contains("Date: 20").contains("## Decision").contains("## What we lose");
        }
    }

    @Test
    void the_changelog_names_the_unreleased_first() {
        assertThat(read(Path.of("CHANGELOG.md")).lines().filter(line -> line.startsWith("## ")).findFirst()).hasValueSatisfying(
                line -> assertThat(line).matches("## (Unreleased|\\d+\\.\\d+\\.\\d+ .*)"));
    }

    private static List<String> linesOf(Path root, Pattern unwanted) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().matches(".*\\.(java|md|sql|tsv|sh|properties|policy)"))
                    .filter(file -> !file.endsWith("TidyTest.java"))
                    .flatMap(file -> read(file).lines().filter(line -> unwanted.matcher(line).find()).map(line -> file + ": " + line.strip()))
                    .collect(Collectors.toList());
        }
    }

    private static List<Path> javaFiles(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
