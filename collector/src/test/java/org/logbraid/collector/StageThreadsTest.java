package org.logbraid.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.logbraid.common.clock.SystemClock;

@Timeout(60)
class StageThreadsTest {
    private final StageThreads threads = new StageThreads(SystemClock.INSTANCE);
    private final CountDownLatch hangs = new CountDownLatch(1);
    private final List<String> failures = new ArrayList<>();

    private void start(Stage stage, CountDownLatch inTurn, boolean hanging) throws InterruptedException {
        threads.start(
                stage,
                () -> {
                    inTurn.countDown();
                    if (hanging) {
                        hangs.await();
                    }
                    return 0;
                },
                (thread, failure) -> failures.add(thread + ": " + failure));
        inTurn.await();
    }

    @AfterEach
    void release() {
        hangs.countDown();
        assertThat(threads.end(Duration.ofSeconds(30))).isEmpty();
        assertThat(failures).isEmpty();
    }

    @Test
    @DisplayName("stages that turn are ended, and nobody is named")
    void endsStagesThatTurn() throws Exception {
        for (Stage stage : Stage.values()) {
            start(stage, new CountDownLatch(1), false);
        }

        assertThat(threads.end(Duration.ofSeconds(30))).isEmpty();
    }

    @Test
    @DisplayName("a stop waits for stages that hang no longer than it may in all, and names each of them")
    void namesStagesThatHang() throws Exception {
        start(Stage.INTAKE, new CountDownLatch(1), true);
        start(Stage.QUORUM, new CountDownLatch(1), false);
        start(Stage.MERGE, new CountDownLatch(1), true);
        long begun = System.nanoTime();

        List<String> hanging = threads.end(Duration.ofSeconds(2));

        assertThat(hanging).containsExactly("collector-intake", "collector-merge");
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isBetween(Duration.ofSeconds(2), Duration.ofMillis(3_500));
    }
}
