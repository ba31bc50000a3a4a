package org.logbraid.collector;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.logbraid.common.clock.Clock;
import org.logbraid.common.cycle.CycleThread;
import org.logbraid.common.cycle.DutyCycle;

/**
 * The threads of a collector's stages, one each.
 *
 * <p>Started and ended by the thread that wires; {@link #wake} is safe for all once that has happened.
 */
final class StageThreads implements Closeable {
    /** Whatever one stage does for another wakes that one, so all may rest long. */
    private static final Duration REST = Duration.ofMillis(250);

    private final Map<Stage, CycleThread> threads = new EnumMap<>(Stage.class);
    private final Clock clock;

    StageThreads(Clock clock) {
        this.clock = clock;
    }

    /** Begins to turn a stage. */
    void start(Stage stage, DutyCycle cycle, BiConsumer<String, Throwable> onFailure) {
        threads.put(stage, CycleThread.start(stage.threadName(), cycle, REST, onFailure));
    }

    void wake(Stage stage) {
        CycleThread thread = threads.get(stage);
        if (thread != null) {
            thread.wake();
        }
    }

    /**
     * Ends all threads, and waits for them no longer than this in all.
     *
     * @return names of those whose turn goes on all the same: what they use must stay open
     */
    List<String> end(Duration patience) {
        threads.values().forEach(CycleThread::stop);
        long begun = clock.monotonicNanos();
        List<String> hanging = new ArrayList<>();
        threads.forEach((stage, thread) -> {
            long left = patience.toNanos() - (clock.monotonicNanos() - begun);
            if (!thread.hasEnded(Duration.ofNanos(Math.max(0, left)))) {
                hanging.add(stage.threadName());
            }
        });
        return hanging;
    }

    /** Ends them as far as they can be ended in 2 s. */
    @Override
    public void close() throws IOException {
        List<String> hanging = end(Duration.ofSeconds(2));
        if (!hanging.isEmpty()) {
            throw new IOException("a stage did not end: threads=" + hanging);
        }
    }
}
