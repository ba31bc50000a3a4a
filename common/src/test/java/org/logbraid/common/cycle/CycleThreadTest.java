package org.logbraid.common.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CycleThreadTest {
    private static final Duration LONG_REST = Duration.ofSeconds(1);

    /** So many that they would take more than a minute if each rest was a long one. */
    private static final int MANY_TURNS = 100;

    private static final int PATIENCE_SECONDS = 30;

    private final AtomicReference<String> failed = new AtomicReference<>("");

    private CycleThread start(DutyCycle cycle) {
        return CycleThread.start("a-cycle", cycle, LONG_REST, (thread, failure) -> failed.set(thread + " " + failure));
    }

    /** Counts its turns, does nothing, and wants short rests. */
    private record Restless(CountDownLatch turns) implements DutyCycle {
        @Override
        public int turn() {
            turns.countDown();
            return 0;
        }

        @Override
        public long mostRestNanos() {
            return 1_000_000;
        }
    }

    @Test
    void restsNoLongerThanItsCycleWants() throws Exception {
        var turns = new CountDownLatch(MANY_TURNS);

        try (var thread = start(new Restless(turns))) {
            assertThat(turns.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(failed).hasValue("");
    }

    @Test
    void isWokenFromALongRest() throws Exception {
        var turns = new CountDownLatch(MANY_TURNS);

        try (var thread = start(() -> {
            turns.countDown();
            return 0;
        })) {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (!turns.await(1, TimeUnit.MILLISECONDS) && System.nanoTime() < deadline) {
                thread.wake();
            }
        }
        assertThat(turns.getCount()).isZero();
    }

    @Test
    void handsOnWhatItsCycleThrows() throws Exception {
        try (var thread = start(() -> {
            throw new IllegalStateException("broken");
        })) {
            assertThat(thread.hasEnded(Duration.ofSeconds(PATIENCE_SECONDS))).isTrue();
        }
        assertThat(failed.get()).startsWith("a-cycle").contains("broken");
    }
}
