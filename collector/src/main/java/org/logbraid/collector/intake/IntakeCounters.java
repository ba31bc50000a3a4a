package org.logbraid.collector.intake;

import java.util.Map;

/**
 * What the intake has counted since its process began.
 *
 * <p>Not thread-safe: lives on the {@code collector-intake} thread.
 */
final class IntakeCounters {
    long malformed;
    long busy;
    long refused;
    long fenced;
    long evicted;
    long movedPromises;
    long overCredit;
    long silent;

    /** For {@code status}. */
    Map<String, Long> byName() {
        return Map.of(
                "malformed", malformed,
                "busy", busy,
                "refused", refused,
                "fenced", fenced,
                "evicted", evicted,
                "movedPromises", movedPromises,
                "overCredit", overCredit,
                "silent", silent);
    }
}
