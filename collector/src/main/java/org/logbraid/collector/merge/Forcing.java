package org.logbraid.collector.merge;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.output.OutputSyncCycle;
import org.logbraid.common.cycle.DutyCycle;
import org.logbraid.common.disk.DiskFullException;

/**
 * When text is made durable, and who is told of it: now and then, never for every batch, and beside the merge; at once where
 * a snapshot or the end needs it.
 *
 * <p>Not thread-safe: lives on the {@code collector-merge} thread.
 */
final class Forcing {
    private final OutputSyncCycle syncs;
    private final Telling telling;
    private final FullDisk fullDisk;
    private boolean changed = true;
    private long begunNanos;
    private long begunIndex;
    private @Nullable Closeable givenUp;

    Forcing(OutputSyncCycle syncs, Telling telling, FullDisk fullDisk) {
        this.syncs = syncs;
        this.telling = telling;
        this.fullDisk = fullDisk;
    }

    /** Something was applied, or loaded, that may have let text out. */
    void changed() {
        changed = true;
    }

    /** Whether files are being made durable: none may be closed or ended meanwhile. */
    boolean isUnderWay() {
        return syncs.isUnderWay();
    }

    /** Begins when it is time to, and tells what one that has ended has made durable. */
    void turn(Recovery.Loaded on, long now, long notBeforeNanos) throws IOException {
        if (syncs.hasEnded()) {
            tell(on);
        }
        if (changed && !syncs.isUnderWay() && now - begunNanos >= notBeforeNanos) {
            begunNanos = now;
            if (isHandedOver(on)) {
                syncs.begin(on.outputs());
            }
        }
    }

    /** Everything taken is made durable before this returns; false when the disk has no room for all of it. */
    boolean now(Recovery.Loaded on) throws IOException {
        if (!isHandedOver(on)) {
            return false;
        }
        on.outputs().force();
        tell(on);
        return true;
    }

    /** Whether all that was taken stands in the files, and with it what is told of when they are durable. */
    private boolean isHandedOver(Recovery.Loaded on) throws IOException {
        on.outputs().flush();
        if (on.outputs().isStalled()) {
            return false;
        }
        changed = false;
        begunIndex = on.state().appliedIndex();
        on.state().forcing();
        return true;
    }

    private void tell(Recovery.Loaded on) {
        on.state().forced();
        telling.flush();
        fullDisk.isPast(begunIndex);
    }

    /** Time until the next one may begin, or for ever when there is nothing to wait for but room. */
    long mostRestNanos(long now, long notBeforeNanos) {
        return changed && !syncs.isUnderWay() ? DutyCycle.restUntil(begunNanos + notBeforeNanos, now) : Long.MAX_VALUE;
    }

    /** A state is void: its files are closed as soon as none of them is being made durable. */
    void giveUp(Closeable files) {
        givenUp = files;
    }

    /** Closes what was given up, unless one is under way; whether none is. Nobody is told of one that has ended. */
    boolean settle() throws IOException {
        if (isHeldUp()) {
            return false;
        }
        if (givenUp != null) {
            givenUp.close();
            givenUp = null;
        }
        return true;
    }

    private boolean isHeldUp() {
        try {
            return !syncs.hasEnded() && syncs.isUnderWay();
        } catch (DiskFullException e) {
            return false; // what was written is void too
        }
    }
}
