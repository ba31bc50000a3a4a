package org.logbraid.collector.output;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.cycle.DutyCycle;
import org.logbraid.common.disk.DiskFullException;

/**
 * Makes text durable beside the merge, which goes on writing meanwhile: a sync of a text file takes longer than all else that
 * stands between a line and its place in it. One at a time, and while one is under way the merge neither closes nor ends
 * a file.
 *
 * <p>Lives on the {@code output-sync} thread; {@link #begin}, {@link #isUnderWay} and {@link #hasEnded} are the
 * {@code collector-merge} thread's.
 */
public final class OutputSyncCycle implements DutyCycle {
    private final Runnable onBegun;
    private final Runnable onEnded;
    private volatile @Nullable Sync underWay;

    /** One sync, and what became of it: a later one is another object, so that neither thread can take the one for the other. */
    private static final class Sync {
        final List<OpenOutput> outputs;

        @Nullable
        DiskFullException full;

        volatile boolean ended;

        Sync(List<OpenOutput> outputs) {
            this.outputs = outputs;
        }
    }

    /**
     * Makes the cycle.
     *
     * @param onBegun called when there is something to do: wakes the thread of output-sync
     * @param onEnded called when it is done: wakes the merge's
     */
    public OutputSyncCycle(Runnable onBegun, Runnable onEnded) {
        this.onBegun = onBegun;
        this.onEnded = onEnded;
    }

    /** Begins to make durable what was written to the outputs by now; only when none is under way. */
    public void begin(OutputFolder outputs) {
        if (isUnderWay()) {
            throw new IllegalStateException("a sync is under way");
        }
        underWay = new Sync(outputs.takeUnforced());
        onBegun.run();
    }

    /** Whether one has begun of which {@link #hasEnded} has not said that it ended. */
    public boolean isUnderWay() {
        return underWay != null;
    }

    /**
     * Whether the one under way is done; says so once.
     *
     * @throws DiskFullException when the disk had no room for what was written: nothing of it can be trusted
     */
    public boolean hasEnded() throws DiskFullException {
        Sync sync = underWay;
        if (sync == null || !sync.ended) {
            return false;
        }
        underWay = null;
        if (sync.full != null) {
            throw sync.full;
        }
        return true;
    }

    @Override
    public int turn() throws IOException {
        Sync sync = underWay;
        if (sync == null || sync.ended) {
            return 0;
        }
        try {
            for (OpenOutput output : sync.outputs) {
                output.force();
            }
        } catch (DiskFullException e) {
            sync.full = e;
        }
        sync.ended = true;
        onEnded.run();
        return 1;
    }
}
