package org.chancery.keyring;

import java.time.Instant;
import org.chancery.audit.Act;

/// Who acts on a key, and through which door, for the audit log: `anna@example.net` by `mail`.
public record By(String actor, String door) {
    Act act(Instant at, String action, String object, String detail) {
        return new Act(at, actor, door, action, object, detail);
    }
}
