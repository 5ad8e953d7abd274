package org.chancery.subscription.commands;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.chancery.list.Choice;
import org.chancery.mail.Address;
import org.chancery.mail.Message;

/// The numbered mails under `src/test/data/commands`, and commands in the words of their expected files.
final class CommandSamples {
    private static final Path DATA = Path.of("src/test/data/commands");

    private CommandSamples() {}

    static List<Path> files() {
        try (Stream<Path> files = Files.list(DATA)) {
            return files.filter(file -> file.toString().endsWith(".eml")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> expected(Path file) {
        String name = file.getFileName().toString().replace(".eml", ".expected");
        return new String(bytes(file.resolveSibling(name)), StandardCharsets.UTF_8).lines().toList();
    }

    static List<String> read(byte[] message) {
        CommandReader reader = new CommandReader(Address.of("talk@example.org"), LocalDate.parse("2026-11-22"));
        CommandReader.Commands commands = reader.read(Message.parse(message).orThrow());
        List<String> words = new ArrayList<>(commands.commands().stream().map(CommandSamples::words).toList());
        if (commands.isCut()) {
            words.add("cut");
        }
        return words;
    }

    private static String words(Command command) {
        return switch (command) {
            case Command.Help() -> "help";
            case Command.Info() -> "info";
            case Command.Lists() -> "lists";
            case Command.Join(Map<Choice, String> choices) -> "join" + words(choices);
            case Command.Leave() -> "leave";
            case Command.Set(Map<Choice, String> choices) -> "set" + words(choices);
            case Command.Move(Address to) -> "move " + to;
            case Command.Prefer(Address to) -> "prefer " + to;
            case Command.Who() -> "who";
            case Command.Which() -> "which";
            case Command.Confirm(String token) -> "confirm " + token;
            case Command.Key.Add() -> "key";
            case Command.Key.Show() -> "key list";
            case Command.Key.Get() -> "key get";
            case Command.Key.Prefer(String technology) -> "key set " + technology;
            case Command.Archive(String word) -> "archive " + word;
            case Command.Faulty(Command.Word word) -> "faulty " + word.name().toLowerCase(Locale.ROOT);
            case Command.Unknown() -> "unknown";
        };
    }

    private static String words(Map<Choice, String> choices) {
        StringBuilder words = new StringBuilder();
        Map<Choice, String> sorted = new EnumMap<>(Choice.class);
        sorted.putAll(choices);
        sorted.forEach((choice, value) -> words.append(' ').append(choice.word()).append('=').append(value));
        return words.toString();
    }
}
