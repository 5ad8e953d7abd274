package org.chancery.posting;

import org.chancery.authentication.AuthenticationResults;
import org.chancery.mail.Message;

/// What of a stranger's message may not come in: a field that says that we wrote it (RFC 8601 section 5). It goes before
/// anything is stored, so that neither a copy nor an archive nor a moderator ever reads a forged result of ours.
final class ResultsBorder {
    private final String authservId;

    ResultsBorder(String authservId) {
        this.authservId = authservId;
    }

    /// The same message where there is nothing to take out.
    Message cleaned(Message message) {
        return message.headers().count(AuthenticationResults.FIELD) == 0
                ? message
                : message.edit().removeIf(header -> AuthenticationResults.claims(header, authservId)).build();
    }
}
