package org.chancery.bench;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// Prints figures as they come, or all of them as one JSON array at the end.
final class Report {
    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    void text(Figure figure) {
        StringBuilder line = new StringBuilder(figure.name()).append(": ").append(figure.what()).append(": ")
                .append(Figure.number(figure.value())).append(' ').append(figure.unit());
        figure.reference().ifPresent(reference -> line.append(", reference ").append(Figure.number(reference)));
        figure.ratio().ifPresent(ratio -> line.append(", ratio ").append(Figure.number(ratio)));
        out.println(line.append(", goal ").append(figure.goalText()).append(": ").append(figure.isMet() ? "met" : "NOT met"));
        figure.beside().forEach((key, number) -> out.println("    " + key + ": " + (number instanceof Double value ? Figure.number(value) : number)));
        out.flush();
    }

    void json(List<Figure> figures) {
        out.println(JsonMapper.shared().writeValueAsString(figures.stream().map(Report::object).toList()));
        out.flush();
    }

    private static Map<String, Object> object(Figure figure) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", figure.name());
        object.put("what", figure.what());
        object.put("unit", figure.unit());
        object.put("value", figure.value());
        figure.reference().ifPresent(reference -> object.put("reference", reference));
        figure.ratio().ifPresent(ratio -> object.put("ratio", ratio));
        object.put("goal", figure.goalText());
        object.put("met", figure.isMet());
        object.put("beside", figure.beside());
        return object;
    }
}
