/// The command line: one door to the services of `administration`, for people and scripts on this machine.
///
/// Exit codes follow sysexits.h where it has one: 0 done, 1 refused, 2 usage, 75 try later, 78 configuration.
///
/// Why it is more than a parser: all commands work while the server runs and when it does not. The server owns the
/// store, so a running server is asked to run the same command for us ([AdminSocket], the protocol is
/// [Frame]); without one the command takes the lock on the data folder and opens the store itself.
///
/// It does NOT hold rules (those are in `administration`) and opens no network socket but the unix one.
/// Start reading at [Cli], then [DomainCommands], then [Frame].
@NullMarked
package org.chancery.cli;

import org.jspecify.annotations.NullMarked;
