package org.chancery.web;

import java.util.List;
import java.util.Optional;

/// Which hundred of a long table is shown; pages count from 1. Anything but a number of at most six digits is refused.
record PageNumber(int number) {
    static final int ROWS = 100;

    static Optional<PageNumber> parse(String text) {
        return text.matches("[1-9][0-9]{0,5}") ? Optional.of(new PageNumber(Integer.parseInt(text))) : Optional.empty();
    }

    <T> List<T> of(List<T> rows) {
        int from = Math.min(rows.size(), (number - 1) * ROWS);
        return rows.subList(from, Math.min(rows.size(), from + ROWS));
    }

    /// Links to the pages before and after, as far as there are any.
    Html neighbours(String language, int rows) {
        Html before = number > 1 ? Html.link("?page=" + (number - 1), Wording.PREVIOUS.in(language)) : Html.text("");
        Html after = (long) number * ROWS < rows ? Html.link("?page=" + (number + 1), Wording.NEXT.in(language)) : Html.text("");
        return Html.element("nav", before, Html.text(" "), after);
    }
}
