package org.chancery.policy;

/// One thing the analysis found: what kind, in which rule (from 1; `otherwise` is the one after the last), and one
/// sentence for the owner.
///
/// Example: `W-FORGE rule 1: accepts on a From line that anybody can forge; add "and proof at least domain"`.
public record Finding(Kind kind, int rule, String text) {

    /// Errors are never stored; warnings are stored once the owner has acknowledged them.
    public enum Kind {
        /// A contract that the list does not have.
        E_CONTRACT,
        /// A group that nobody made.
        E_GROUP,
        /// Somebody is to be told whom no such mail reaches.
        E_TOLD,
        /// An accept rests on what the sender says of himself.
        E_CLAIM,
        /// A stranger reaches accept with proof none.
        W_OPEN,
        /// An accept rests on a role that nothing proves.
        W_FORGE,
        /// An accept rests on authentication alone.
        W_AUTHN,
        /// No message can reach the rule.
        W_DEAD,
        /// Too many facts to try all combinations; the other warnings are rule by rule.
        W_LARGE;

        public boolean isError() {
            return name().charAt(0) == 'E';
        }

        /// As owners see it: `W-OPEN`.
        public String code() {
            return name().replace('_', '-');
        }
    }

    @Override
    public String toString() {
        return kind.code() + " rule " + rule + ": " + text;
    }
}
