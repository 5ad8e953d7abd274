package org.chancery.policy;

import java.util.Locale;

/// What a sender may be asked to do for one message.
///
/// Example: `new Duty.Agree("discuss")`, written `agree to "discuss"`.
public sealed interface Duty {

    Kind kind();

    /// As the language writes it.
    String words();

    /// Answer that one wrote it.
    record Confirm() implements Duty {
        @Override
        public Kind kind() {
            return Kind.CONFIRM;
        }

        @Override
        public String words() {
            return "confirm";
        }
    }

    /// Agree to the contract of this name.
    record Agree(String contract) implements Duty {
        @Override
        public Kind kind() {
            return Kind.CONTRACT;
        }

        @Override
        public String words() {
            return "agree to " + Words.quoted(contract);
        }
    }

    /// The two kinds of duty; each is asked at most once per message.
    enum Kind {
        CONFIRM(FactName.ANSWERED_CONFIRM),
        CONTRACT(FactName.ANSWERED_CONTRACT);

        private final FactName fact;

        Kind(FactName fact) {
            this.fact = fact;
        }

        FactName fact() {
            return fact;
        }

        /// `confirm` or `contract`.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
