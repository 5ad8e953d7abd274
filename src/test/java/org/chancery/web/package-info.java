/// The web as a browser, a mail program, a link scanner and a stranger with a socket meet it, over a real store.
@NullMarked
package org.chancery.web;

import org.jspecify.annotations.NullMarked;
