package org.chancery.administration;

import java.time.Instant;
import org.chancery.audit.Act;

/// Who acts, and through which door: `local:anna` by `cli`, or `anna@example.org` by `web`.
/// The door has established who it is; it is written into every audit entry.
public record Caller(String actor, String door) {

    Act act(Instant at, String action, String object, String detail) {
        return new Act(at, actor, door, action, object, detail);
    }
}
