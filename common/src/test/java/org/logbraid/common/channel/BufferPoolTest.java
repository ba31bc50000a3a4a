package org.logbraid.common.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.logbraid.common.wire.MessageHeader;

/** Buffers that are bounded in all, and lent in the order of asking (X4). */
@Timeout(20)
class BufferPoolTest {
    private static final long PATIENCE_NANOS = 5_000_000_000L;
    private static final int LARGE = MessageHeader.MAX_BYTES;
    private static final int SMALL = 4 * 1024;

    private final BufferPool pool = new BufferPool(2L * LARGE);
    private final List<String> served = new CopyOnWriteArrayList<>();

    private static byte[] some(byte @Nullable [] array) {
        if (array == null) {
            throw new AssertionError("nothing was lent");
        }
        return array;
    }

    /** Asks on a thread of its own, which is returned when it waits. */
    private Thread waiting(String name, int length) {
        var thread = new Thread(() -> served.add(pool.take(length) == null ? name + " in vain" : name));
        thread.setDaemon(true);
        thread.start();
        await(() -> thread.getState() == Thread.State.WAITING);
        return thread;
    }

    private static void await(BooleanSupplier condition) {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited in vain").isLessThan(until);
            LockSupport.parkNanos(100_000);
        }
    }

    @Test
    @DisplayName("X4: lends no more than the limit, whatever the sizes")
    void lendsNoMoreThanTheLimit() {
        byte[] first = some(pool.tryTake(LARGE));
        assertThat(pool.tryTake(LARGE)).isNotNull();
        assertThat(pool.lentBytes()).isEqualTo(2L * LARGE);

        assertThat(pool.tryTake(1)).isNull();

        pool.give(first);
        assertThat(pool.tryTake(1)).hasSize(SMALL);
        assertThat(pool.lentBytes()).isEqualTo(LARGE + SMALL);
    }

    @Test
    void arraysAreUsedAgain() {
        byte[] array = some(pool.tryTake(100));
        pool.give(array);
        assertThat(pool.tryTake(SMALL)).isSameAs(array);
    }

    @Test
    @DisplayName("X4: arrays that lie ready count, and make way for others")
    void whatLiesReadyMakesWay() {
        // given as many small arrays as there is room for
        List<byte[]> small = new ArrayList<>();
        for (int i = 0; i < 2 * LARGE / SMALL; i++) {
            small.add(some(pool.tryTake(1)));
        }
        small.forEach(pool::give);

        // when
        byte[] large = some(pool.tryTake(LARGE));
        some(pool.tryTake(LARGE));

        // then none of them was kept beside the large ones
        pool.give(large);
        byte[] one = some(pool.tryTake(1));
        assertThat(small).allSatisfy(former -> assertThat(former).isNotSameAs(one));
    }

    @Test
    void aLargeMessageIsNotStarvedBySmallOnes() {
        // given no room for a large one, but for small ones
        byte[] first = some(pool.tryTake(LARGE));
        byte[] second = some(pool.tryTake(SMALL));
        waiting("large", LARGE);

        // when small ones are asked for behind it
        assertThat(pool.tryTake(1)).isNull();
        waiting("small", 1);
        assertThat(served).isEmpty();
        pool.give(second);

        // then
        await(() -> served.size() == 1);
        assertThat(served).containsExactly("large");
        pool.give(first);
        await(() -> served.size() == 2);
        assertThat(served).containsExactly("large", "small");
    }

    @Test
    void closingLetsGoOfEverybodyWhoWaits() throws InterruptedException {
        some(pool.tryTake(LARGE));
        some(pool.tryTake(LARGE));
        Thread one = waiting("one", 1);
        Thread other = waiting("other", LARGE);

        pool.close();

        one.join(Duration.ofSeconds(5).toMillis());
        other.join(Duration.ofSeconds(5).toMillis());
        assertThat(served).containsExactlyInAnyOrder("one in vain", "other in vain");
        assertThat(pool.take(1)).isNull();
        assertThat(pool.tryTake(1)).isNull();
    }

    @Test
    void nobodyAsksForMoreThanAMessage() {
        assertThatThrownBy(() -> pool.tryTake(LARGE + 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BufferPool(2L * LARGE - 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
