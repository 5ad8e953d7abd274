/// Parts for tests that need the other side of a wire: a scripted SMTP receiver and a TCP proxy that does harm.
///
/// Used by delivery, crash and benchmark tests. Nothing here is lenient: the sink refuses a message with a bare LF and
/// counts what it took only when the final dot was there. Start reading at [SmtpSink].
@NullMarked
package org.chancery.kit;

import org.jspecify.annotations.NullMarked;
