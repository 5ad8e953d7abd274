/// The proof that nothing is lost: the real server as a process, ended and hurt under load, with every acknowledged message
/// counted at the members afterwards (reliability promises I1, I2, I3, I18, I19, I22).
///
/// Everything here runs the server as an administrator would, from outside; what is inside a process is proved by the tests
/// beside its packages. Start reading at [FaultRig], then [KillIT].
@NullMarked
package org.chancery.faults;

import org.jspecify.annotations.NullMarked;
