package org.logbraid.collector.merge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.logbraid.collector.testing.MemoryOutputs;
import org.logbraid.collector.testing.ReferenceState;
import org.logbraid.common.frame.ByteSink;
import org.logbraid.common.frame.ByteSource;
import org.logbraid.common.testing.Seeds;

/** Random logs, merged by the production code and by a plain second implementation. */
final class RandomLogTest {
    private static final int STEPS = 300;

    @Seeds
    @DisplayName("G3, T1, T2, T5, T8, T9, C1: every collector writes what the plain merge writes, restarted or not")
    void writesWhatThePlainMergeWrites(long seed) throws Exception {
        // given
        var random = new Random(seed);
        var log = new RandomLog(seed);
        var steady = new MemoryOutputs();
        var first = new LogState(steady, log.entries, log::applied);
        for (int i = 0; i < STEPS; i++) {
            log.step();
            log.entries.applyRest(first);
            log.rows(first);
        }

        // when
        var plain = new ReferenceState();
        for (int i = 0; i < log.entries.headers.size(); i++) {
            byte[] content = log.entries.contents.get(i);
            plain.apply(log.entries.headers.get(i), content, content.length);
        }
        var restarted = new MemoryOutputs();
        long cacheBytes = 100L << (2 * random.nextInt(4)); // windows that move on, and whole blocks
        var second = new LogState(restarted, log.entries, event -> {}, cacheBytes);
        for (int i = 1; i <= log.entries.headers.size(); i++) {
            log.entries.apply(second, i, i);
            if (random.nextInt(10) == 0) {
                second = restart(second, restarted, log.entries, cacheBytes);
            }
        }

        // then
        assertThat(steady.texts()).isEqualTo(plain.texts());
        assertThat(first.view().counters()).isEqualTo(plain.counters());
        assertThat(restarted.texts()).isEqualTo(plain.texts());
        assertThat(second.view().counters()).isEqualTo(plain.counters());
        assertThat(second.digest()).isEqualTo(first.digest());
    }

    private static LogState restart(LogState state, MemoryOutputs outputs, Entries entries, long cacheBytes)
            throws Exception {
        var snapshot = new ByteSink(1024);
        state.writeTo(snapshot);
        var restored = LogState.readFrom(ByteSource.of(snapshot.toArray()), outputs, entries, event -> {}, cacheBytes);
        var again = new ByteSink(1024);
        restored.writeTo(again);
        assertThat(again.toArray()).isEqualTo(snapshot.toArray());
        assertThat(restored.firstNeededIndex()).isEqualTo(state.firstNeededIndex());
        return restored;
    }
}
