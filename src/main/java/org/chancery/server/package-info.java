/// The process: configuration, wiring by hand, listeners, life and end of one site.
///
/// It knows every other room and is known by none but `demo` and `bench`. Nothing about mail is decided here.
/// Start reading at [Server].
@NullMarked
package org.chancery.server;

import org.jspecify.annotations.NullMarked;
