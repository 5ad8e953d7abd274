/// Promises of commands by mail.
@NullMarked
package org.chancery.subscription.commands;

import org.jspecify.annotations.NullMarked;
