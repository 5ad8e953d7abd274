/// `chancery bench`: how fast it is, measured the same way every time, each figure as a ratio to a reference of the same run.
///
/// Every part that works (server, sink, load, reference) is a process of its own, started from the same jar, so that all are
/// measured alike. Standards: RFC 5321 and RFC 2920 for the little SMTP that sink and clients speak.
///
/// It exists because a number without its reference says more about the machine than about the product. It does not test:
/// nothing here is run by the build, and no test waits for a clock. Method and results: docs/benchmarks.md. Start reading
/// at [BenchCommand].
@NullMarked
package org.chancery.bench;

import org.jspecify.annotations.NullMarked;
