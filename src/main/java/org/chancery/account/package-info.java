/// People who log in: accounts, their site roles and their generated submission passwords.
///
/// RFC 4954 and RFC 7677 are obeyed by `smtp`; here stand only the entities and the port [Accounts].
/// A membership is not an account: members need none. Start reading at [Account].
@NullMarked
package org.chancery.account;

import org.jspecify.annotations.NullMarked;
