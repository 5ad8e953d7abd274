/// The web: the pages that our mails point at, and the doors for whoever watches the server.
///
/// Obeys RFC 8058 (one-click unsubscribe), RFC 9110 (HTTP) and RFC 6068 (mailto links). It exists because a link in a mail
/// must lead somewhere: to the list it came from, or out of it. Every text on a page goes through [Html#text], every answer
/// carries the same security fields, and what nobody asked for (a path, a header field) is never repeated on a page.
/// Pages work without script and without cookie.
///
/// The pages log nobody in and do not change lists; the door for programs that does is a package of its own (`api`). It stores nothing itself. It never shows HTML from mail.
/// Start reading at [WebServer], then [OneClick].
@NullMarked
package org.chancery.web;

import org.jspecify.annotations.NullMarked;
