package org.chancery.reception;

import java.net.InetAddress;
import java.util.Set;

/// The mail servers of ours that stand in front (`trust.fronts`, `trust.before_queue`): what they hand over does not come
/// from the edge, so that nothing about its sender may be concluded from the socket (authorisation.md section 1.2).
public record Fronts(Set<InetAddress> fronts, Set<InetAddress> beforeQueue) {
    public Fronts {
        fronts = Set.copyOf(fronts);
        beforeQueue = Set.copyOf(beforeQueue);
    }

    boolean isFront(InetAddress peer) {
        return fronts.contains(peer) || beforeQueue.contains(peer);
    }

    boolean isBeforeQueue(InetAddress peer) {
        return beforeQueue.contains(peer);
    }
}
