package org.logbraid.collector.merge;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.output.OutputSyncCycle;
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
            on.state().forced();
            telling.flush();
            fullDisk.isPast(begunIndex);
        }
        if (changed && !syncs.isUnderWay() && now - begunNanos >= notBeforeNanos) {
            begunNanos = now;
            on.outputs().flush();
            if (!on.outputs().isStalled()) {
                changed = false;
                begunIndex = on.state().appliedIndex();
                on.state().forcing();
                syncs.begin(on.outputs());
            }
        }
    }

    /** Time until the next one may begin, or for ever when there is nothing to wait for but room. */
    long mostRestNanos(long now, long notBeforeNanos) {
        long left = begunNanos + notBeforeNanos - now;
        return changed && !syncs.isUnderWay() && left > 0 ? left : Long.MAX_VALUE;
    }

    /** Everything taken is made durable before this returns; false when the disk has no room for all of it. */
    boolean now(Recovery.Loaded on) throws IOException {
        on.outputs().flush();
        if (on.outputs().isStalled()) {
            return false;
        }
        on.outputs().force();
        on.state().forcing();
        on.state().forced();
        telling.flush();
        changed = false;
        fullDisk.isPast(on.state().appliedIndex());
        return true;
    }

    /** A state is void: its files are closed as soon as none of them is being made durable. */
    void giveUp(Closeable files) {
        givenUp = files;
    }

    /** Whether none is under way any more, and what was given up is closed; nobody is told of one that has ended. */
    boolean isPast() throws IOException {
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
