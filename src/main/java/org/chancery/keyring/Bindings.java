package org.chancery.keyring;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Whose the certificates of one technology are on a list. `addresses`: by fingerprint, those it speaks for. `withdrawn`: fingerprints of those that
/// were taken out of force, and that nobody else has in use.
record Bindings(Map<String, List<String>> addresses, Set<String> withdrawn) {
    Bindings {
        addresses = Map.copyOf(addresses);
        withdrawn = Set.copyOf(withdrawn);
    }

    static Bindings of(Map<String, List<String>> active, Map<String, List<String>> ended) {
        Set<String> withdrawn = new HashSet<>(ended.keySet());
        withdrawn.removeAll(active.keySet());
        Map<String, List<String>> addresses = new HashMap<>(ended);
        addresses.putAll(active);
        return new Bindings(addresses, withdrawn);
    }
}
