package org.chancery.keyword;

import java.util.List;
import org.chancery.notice.Draft;

/// What came of one command: words, and files that go with the answer.
record Result(String words, List<Draft.Attached> files) {
    Result {
        files = List.copyOf(files);
    }

    static Result of(String words) {
        return new Result(words, List.of());
    }
}
