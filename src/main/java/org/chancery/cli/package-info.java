/// The commands of `chancery`, as far as they have answers of their own.
///
/// `diagnose` answers questions about single messages and drives outside conformance suites: one JSON line in, one JSON
/// line out. Each verb is a [Diagnosis]; [DiagnoseBatch] reads and writes the lines.
///
/// It decides nothing and changes nothing. Start reading at [MimeDiagnosis].
@NullMarked
package org.chancery.cli;

import org.jspecify.annotations.NullMarked;
