package org.chancery.policy;

/// One rule that was looked at on the way to a decision, and what its condition came to.
/// `rule` counts from 1 within its source; `text` is the canonical rule.
public record Considered(Reason.Source source, int rule, String text, Verdict verdict) {}
