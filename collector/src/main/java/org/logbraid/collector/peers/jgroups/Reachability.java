package org.logbraid.collector.peers.jgroups;

import java.util.concurrent.TimeUnit;
import org.logbraid.common.HostPort;
import org.logbraid.common.clock.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the operator once when a collector can be reached and when it cannot, every ten seconds at most.
 *
 * <p>Not thread-safe: lives on the thread of its link.
 */
final class Reachability {
    private static final Logger log = LoggerFactory.getLogger(JGroupsPeerChannel.class);
    private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final HostPort address;
    private final Clock clock;
    private final boolean silent;
    private boolean told;
    private boolean toldReached;
    private long toldAt;

    /**
     * Has told nothing yet.
     *
     * @param silent tells nothing at all
     */
    Reachability(HostPort address, Clock clock, boolean silent) {
        this.address = address;
        this.clock = clock;
        this.silent = silent;
    }

    void reached() {
        if (isNews(true)) {
            log.info("a collector can be reached: address={}", address);
        }
    }

    void lost(String reason) {
        if (isNews(false)) {
            log.warn("a collector cannot be reached, trying on: address={} reason={}", address, reason);
        }
    }

    private boolean isNews(boolean reached) {
        if (silent || (told && reached == toldReached)) {
            return false;
        }
        long now = clock.monotonicNanos();
        if (told && now - toldAt < REST_NANOS) {
            return false;
        }
        told = true;
        toldReached = reached;
        toldAt = now;
        return true;
    }
}
