/// Decides what becomes of a message, from facts already collected, and says why.
///
/// Obeys RFC 3463 and RFC 7372 for the status codes of refusals, RFC 9989 section 5.4 (no refusal on a published
/// `p=reject` alone: it is the list's own rule that refuses), and RFC 3834 in that automatic mail may only lower.
///
/// Why: who may post is the owner's business, and an owner must be able to read, try and change it without fear.
/// So it is a small closed language (rules in order, the first that matches wins, `otherwise` is compulsory) over a
/// closed set of facts, each with a source. Because both are finite, a policy can be analysed before it is used,
/// and every outcome can name the rule that gave it.
///
/// It does NOT verify, look up, store or send anything: no I/O, no clock, no regular expressions, no header text.
///
/// Start reading at [org.chancery.policy.Decision], then a shipped policy under `src/main/resources`,
/// then [org.chancery.policy.Judge].
@NullMarked
package org.chancery.policy;

import org.jspecify.annotations.NullMarked;
