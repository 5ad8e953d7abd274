package org.chancery.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The mailbox of route `capture`: what would have been sent, for trying things out. It shows other people's mail and there
/// is no login yet, so only who sits at this machine sees it. A message is shown as its text, whatever it claims to be.
final class CapturedMail {
    /// Names begin with the time, so that their order is that of sending. No two dots in a row, nothing that leads elsewhere.
    private static final Pattern NAME = Pattern.compile("[0-9A-Za-z]+([._-][0-9A-Za-z]+){0,9}");
    private static final int MAX_NAME = 100;
    private static final int MAX_ENVELOPE = 64 * 1024; // one transaction has at most 100 recipients of 254 octets
    private static final String MESSAGE = ".eml";

    private final Path folder;
    private final Pages pages;
    private final JsonMapper json = new JsonMapper();

    CapturedMail(Path folder, Pages pages) {
        this.folder = folder;
        this.pages = pages;
    }

    void at(RoutesConfig routes) {
        routes.get("/captured", this::all);
        routes.get("/captured/{name}", this::one);
    }

    private void all(Context context) throws IOException {
        keepBack(context);
        PageNumber page = ListPages.asked(context);
        List<String> names = newestFirst();
        List<Html> rows = page.of(names).stream().map(this::row).toList();
        pages.show(context, "Captured mail",
                Html.element("p", Html.text(names.size() + " messages kept here instead of being sent, newest first.")),
                Html.element("table", heading(), Html.all(rows)),
                page.neighbours("en", names.size()));
    }

    private static void keepBack(Context context) {
        if (!OurHosts.onThisMachine(context.req())) {
            throw new NotFoundResponse();
        }
    }

    private List<String> newestFirst() throws IOException {
        List<String> names = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return names; // nothing was sent so far
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + MESSAGE)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                names.add(name.substring(0, name.length() - MESSAGE.length()));
            }
        }
        names.removeIf(name -> !isName(name));
        names.sort(Comparator.reverseOrder());
        return names;
    }

    static boolean isName(String name) {
        return name.length() <= MAX_NAME && NAME.matcher(name).matches();
    }

    private static Html heading() {
        return Html.element("tr", Html.element("th", Html.text("Time")), Html.element("th", Html.text("From")), Html.element("th", Html.text("To")));
    }

    private Html row(String name) {
        JsonNode envelope = envelope(name);
        String from = envelope.path("X-Chancery-Envelope-From").asString("?");
        List<String> to = new ArrayList<>();
        envelope.path("X-Chancery-Envelope-To").forEach(recipient -> to.add(recipient.asString("?")));
        return Html.element("tr",
                Html.element("td", Html.link("/captured/" + name, envelope.path("at").asString(name))),
                Html.element("td", Html.text(from.isEmpty() ? "<>" : from)),
                Html.element("td", Html.text(String.join(", ", to))));
    }

    /// An envelope that is gone (the oldest are removed while we read) or broken shows as question marks.
    private JsonNode envelope(String name) {
        Path file = folder.resolve(name + ".json");
        try {
            return Files.size(file) <= MAX_ENVELOPE ? json.readTree(Files.readAllBytes(file)) : json.createObjectNode();
        } catch (IOException | JacksonException unreadable) {
            return json.createObjectNode();
        }
    }

    private void one(Context context) throws IOException {
        keepBack(context);
        String name = context.pathParam("name");
        if (!isName(name) || !Files.isRegularFile(folder.resolve(name + MESSAGE), LinkOption.NOFOLLOW_LINKS)) {
            throw new NotFoundResponse();
        }
        try {
            Path file = folder.resolve(name + MESSAGE);
            context.contentType("text/plain; charset=utf-8").result(Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException removedMeanwhile) {
            throw new NotFoundResponse();
        }
    }
}
