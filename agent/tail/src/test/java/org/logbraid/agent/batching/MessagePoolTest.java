package org.logbraid.agent.batching;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

class MessagePoolTest {
    private final MessagePool pool = new MessagePool();
    private final Deque<byte[]> lent = new ArrayDeque<>();
    private int wakes;

    private void takeAll() {
        for (byte[] message = pool.take(); message != null; message = pool.take()) {
            lent.add(message);
        }
    }

    @Test
    void whoAskedInVainIsWokenOnce() {
        pool.onFree(() -> wakes++);
        takeAll();

        pool.recycle(lent.remove());
        assertThat(wakes).isEqualTo(1);
        pool.recycle(lent.remove());
        assertThat(wakes).as("nobody has asked since").isEqualTo(1);
    }

    @Test
    void nobodyIsWokenWhoHasWhatWasAskedFor() {
        pool.onFree(() -> wakes++);

        pool.recycle(requireNonNull(pool.take()));

        assertThat(wakes).isZero();
    }

    @Test
    void arraysAreUsedAgain() {
        takeAll();
        byte[] first = lent.remove();
        pool.recycle(first);

        assertThat(pool.take()).isSameAs(first);
        assertThat(pool.take()).isNull();
    }
}
