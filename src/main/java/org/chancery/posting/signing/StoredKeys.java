package org.chancery.posting.signing;

import java.util.List;
import org.chancery.audit.Act;
import org.chancery.mail.Domain;

/// The port to the signing keys of the domains.
public interface StoredKeys {

    /// The newest first.
    List<StoredKey> of(Domain domain);

    /// All or none: false, and nothing is written, if the domain has a key under one of these selectors already or is not served here.
    boolean add(Domain domain, List<StoredKey> keys, Act act);

    /// False if there is none.
    boolean remove(Domain domain, String selector, Act act);
}
