package org.chancery.cli;

import tools.jackson.databind.node.ObjectNode;

/// One verb of `chancery diagnose`: the question as a JSON object, the answer as another, without the `id`, which the
/// batch adds.
@FunctionalInterface
public interface Diagnosis {
    ObjectNode answer(ObjectNode question) throws Unanswerable;

    /// The input cannot be judged; the message is one clause that becomes `error`.
    final class Unanswerable extends Exception {
        public Unanswerable(String why) {
            super(why);
        }
    }
}
