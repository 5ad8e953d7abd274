/// Keys, passwords and certificates: the master key and what is derived from it (RFC 5869), generated passwords and
/// their SCRAM-SHA-256 verifiers (RFC 5802, RFC 7677), and TLS contexts from PEM files (RFC 7468) or made at start.
///
/// One package owns everything that must not be seen, so that there is one place to read when one wants to know
/// what lies on disk and in which form.
///
/// It does not decide who may do what, stores nothing but the master key, and knows no protocol: the SCRAM
/// conversation is in `smtp`. Start reading at [org.chancery.secrets.Secret] and [org.chancery.secrets.MasterKey].
@NullMarked
package org.chancery.secrets;

import org.jspecify.annotations.NullMarked;
