package org.logbraid.collector.quorum;

import java.io.IOException;
import org.logbraid.collector.Acks;
import org.logbraid.collector.journal.Journal;
import org.logbraid.common.clock.Clock;
import org.logbraid.common.cycle.DutyCycle;

/**
 * Syncs the journal for many entries at once: when 1 MiB waits, or when the oldest waiting entry is 2 ms old (10 ms or
 * 16 MiB where nobody waits for it). One sync runs at a time, as this is its thread; what came meanwhile waits for the
 * next one.
 *
 * <p>Lives on the {@code journal-sync} thread; {@link #durable} is safe for all.
 */
public final class SyncCycle implements DutyCycle {
    private static final long MIB = 1024 * 1024;

    private final Journal journal;
    private final Clock clock;
    private final Runnable onDurable;
    private final long enoughBytes;
    private final long enoughNanos;
    private volatile Durable durable = Durable.NOTHING;
    private long syncedBytes;
    private boolean waiting;
    private long waitingSinceNanos;

    /**
     * Makes the cycle.
     *
     * @param onDurable called after {@link #durable} has changed: wakes the quorum's thread
     */
    public SyncCycle(Journal journal, Acks acks, Clock clock, Runnable onDurable) {
        this.journal = journal;
        this.clock = clock;
        this.onDurable = onDurable;
        this.enoughBytes = acks == Acks.SYNCED ? MIB : 16 * MIB;
        this.enoughNanos = acks == Acks.SYNCED ? 2_000_000 : 10_000_000;
    }

    /** How far the disk has the log. */
    public Durable durable() {
        return durable;
    }

    /** An entry that waits is due by the clock. */
    @Override
    public long mostRestNanos() {
        return waiting ? enoughNanos / 2 : Long.MAX_VALUE;
    }

    @Override
    public int turn() throws IOException {
        long cuts = journal.cuts(); // before the sync: what is cut later is not what it covers
        if (durable.index() == journal.lastIndex() && durable.cuts() == cuts) {
            waiting = false;
            return 0;
        }
        long now = clock.monotonicNanos();
        if (!waiting) {
            waiting = true;
            waitingSinceNanos = now;
        }
        long appended = journal.appendedBytes();
        if (appended - syncedBytes < enoughBytes && now - waitingSinceNanos < enoughNanos) {
            return 0;
        }
        waitingSinceNanos = now; // of what comes while the sync runs
        durable = new Durable(journal.sync(), cuts);
        syncedBytes = appended;
        onDurable.run();
        return 1;
    }
}
