package org.chancery.moderation;

import java.time.Instant;
import org.chancery.audit.Act;

/// Who decides, and through which door: `ann@example.org` by `mail` or `web`, `local:anna` by `cli`. The door has established
/// who it is. The addresses of one account are one person where approvals are counted.
public record Decider(String name, String door) {

    Act act(Instant at, String action, String object, String detail) {
        return new Act(at, name, door, action, object, detail);
    }
}
