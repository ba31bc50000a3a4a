package org.logbraid.collector.peers.jgroups;

import java.util.concurrent.TimeUnit;
import org.logbraid.common.clock.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warnings that strangers can cause: one a minute, the others are counted.
 *
 * <p>Safe for all threads.
 */
final class Notices {
    private static final Logger log = LoggerFactory.getLogger(JGroupsPeerChannel.class);
    private static final long REST_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Clock clock;
    private long silent;
    private long last;
    private boolean told;

    Notices(Clock clock) {
        this.clock = clock;
    }

    synchronized void warn(String text) {
        long now = clock.monotonicNanos();
        if (told && now - last < REST_NANOS) {
            silent++;
            return;
        }
        log.warn("{} (and {} notices since the last)", text, silent);
        told = true;
        last = now;
        silent = 0;
    }
}
