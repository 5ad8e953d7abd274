/// `chancery demo`: one list, its members and the mail servers of their domains, all on this machine, and real mail between them.
///
/// It brings its own world: an authoritative DNS zone on loopback, one 127.0.0.x per sending domain, a certificate made at start.
/// Nothing in the product knows of it, and nothing is special-cased for loopback. Start reading at [Tour].
@NullMarked
package org.chancery.demo;

import org.jspecify.annotations.NullMarked;
