package org.logbraid.collector.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.logbraid.collector.merge.Entries.SECOND;
import static org.logbraid.collector.merge.Entries.START;
import static org.logbraid.common.frame.Frames.NO_TIME;
import static org.logbraid.common.frame.StampUnit.MICROS;
import static org.logbraid.common.frame.StampUnit.SECONDS;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.logbraid.collector.Order;
import org.logbraid.collector.ShapingSettings;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.testing.MemoryOutputs;
import org.logbraid.common.frame.FrameWriter;
import org.logbraid.common.frame.StampUnit;

/** Longer than 300 lines because one fact for each promise stands here. */
final class LogStateTest {
    private static final long T0 = START - 60 * SECOND;

    private final Entries log = new Entries();
    private final MemoryOutputs outputs = new MemoryOutputs();
    private final List<Applied> events = new ArrayList<>();
    private final LogState state = new LogState(outputs, log, events::add);

    @BeforeEach
    void settings() {
        config(Order.TIME, "merged.log");
    }

    private void config(Order order, String name) {
        var shaping = ShapingSettings.DEFAULT;
        log.add(new Entry.Config(
                new ShapingSettings(order, name, List.of(), 0, shaping.evictAfter(), shaping.skew()).canonical()));
    }

    /** Sessions 1 and 2 of agents a and b, each with one open file: generation 1 of a, 2 of b; the gate is open. */
    private void twoAgents() {
        log.session("a");
        log.session("b");
        for (long agent = 1; agent <= 2; agent++) {
            long generation = agent;
            log.frame(agent, 1, frame -> {
                Entries.open(frame, generation, "/log");
                frame.firstScanDone();
            });
        }
        log.gate();
    }

    private void lines(long session, long number, long generation, long start, Object... textsAndTimes) {
        log.frame(session, number, data(generation, start, MICROS, textsAndTimes));
    }

    private static Consumer<FrameWriter> data(long generation, long start, StampUnit unit, Object... textsAndTimes) {
        return frame -> Entries.lines(frame, generation, start, unit, textsAndTimes);
    }

    private String merged() throws Exception {
        log.applyRest(state);
        return outputs.texts().getOrDefault("merged.log", "").replace('\n', ' ').trim();
    }

    @Test
    @DisplayName("T1: lines of two sources stand in the order of their times")
    void mergesByTime() throws Exception {
        twoAgents();
        lines(1, 2, 1, 0, "a1", T0, "a3", T0 + 3000, "a4", T0 + 4000);
        lines(2, 2, 2, 0, "b2", T0 + 2000, "b5", T0 + 5000);

        log.marks(1, 2, T0 + SECOND);
        log.marks(2, 2, T0 + SECOND);

        assertThat(merged()).isEqualTo("a1 b2 a3 a4 b5");
    }

    @Test
    @DisplayName("T1: at the same time the agent's name decides, then the path")
    void tiesGoByAgentAndPath() throws Exception {
        twoAgents();
        lines(2, 2, 2, 0, "b", T0, "b", T0);
        log.frame(1, 2, frame -> {
            Entries.open(frame, 3, "/kog");
            Entries.lines(frame, 1, 0, MICROS, "a-log", T0, "a-log", T0);
            Entries.lines(frame, 3, 0, MICROS, "a-kog", T0);
        });

        log.marks(1, 2, T0 + SECOND);
        log.marks(2, 2, T0 + SECOND);

        assertThat(merged()).isEqualTo("a-kog a-log a-log b b");
    }

    @Test
    @DisplayName("T2: a line waits until every open source has passed it")
    void waitsForTheOtherSource() throws Exception {
        twoAgents();
        lines(1, 2, 1, 0, "a1", T0, "a2", T0 + SECOND);
        assertThat(merged()).isEmpty();

        lines(2, 2, 2, 0, "b", T0 + 1000);

        assertThat(merged()).isEqualTo("a1");
        assertThat(state.view().waitingLines()).isEqualTo(2);
    }

    @Test
    @DisplayName("T3: a promise counts only when the frame it speaks of was accepted, and not for excepted sources")
    void promisesAreChecked() throws Exception {
        twoAgents();
        lines(1, 2, 1, 0, "a", T0);
        log.marks(1, 2, T0 + SECOND);
        log.marks(2, 2, T0 + SECOND);
        log.marks(2, 1, T0 + SECOND, 2L);
        assertThat(merged()).isEmpty();

        log.marks(2, 1, T0 + SECOND);

        assertThat(merged()).isEqualTo("a");
    }

    @Test
    @DisplayName("T3: a promise is rounded down to the resolution of the source's stamps")
    void promisesAreRoundedDown() throws Exception {
        twoAgents();
        log.frame(1, 2, data(1, 0, SECONDS, "a", T0));
        log.frame(2, 2, data(2, 0, SECONDS, "b", T0 - SECOND));
        log.marks(1, 2, T0 + SECOND / 2);
        log.marks(2, 2, T0 + SECOND / 2);
        assertThat(merged()).isEqualTo("b");

        log.marks(1, 2, T0 + SECOND);
        log.marks(2, 2, T0 + SECOND);

        assertThat(merged()).isEqualTo("b a");
    }

    @Test
    @DisplayName("T4: an evicted agent holds nobody; its waiting lines still wait for the others")
    void evictedAgentsHoldNobody() throws Exception {
        twoAgents();
        lines(1, 2, 1, 0, "a1", T0, "a2", T0 + 2 * SECOND);
        lines(2, 2, 2, 0, "b", T0 + SECOND);
        log.add(new Entry.Evict(1));

        assertThat(merged()).isEqualTo("a1");

        log.marks(2, 2, T0 + 3 * SECOND);
        assertThat(merged()).isEqualTo("a1 b a2");
    }

    @Test
    @DisplayName("T4: a goodbye for a restart changes nothing")
    void goodbyeForARestartHolds() throws Exception {
        twoAgents();
        lines(1, 2, 1, 0, "a", T0);
        log.marks(1, 2, T0 + SECOND);
        log.add(new Entry.Bye(2, false));

        assertThat(merged()).isEmpty();
        assertThat(events).contains(new Applied.ByeForRestart(2));
    }

    @Test
    @DisplayName("T5: a line behind the frontier is written at once and counted")
    void lateLinesAreWrittenAtOnce() throws Exception {
        twoAgents();
        lines(1, 2, 1, 0, "a", T0);
        log.marks(1, 2, T0 + SECOND);
        log.add(new Entry.Evict(2));
        log.session("b");
        lines(3, 1, 2, 0, "late", T0 - 1000, "not", T0 + 2 * SECOND);

        assertThat(merged()).isEqualTo("a late");
        assertThat(state.view().counters().late()).isEqualTo(1);
    }

    @Test
    @DisplayName("T7, T1: a time that falls counts as that of the line before; a promise raises what comes after it")
    void timesNeverFallInASource() throws Exception {
        twoAgents();
        lines(1, 2, 1, 0, "a1", T0 + 2000, "a2", T0);
        lines(2, 2, 2, 0, "b", T0 + 1000);
        log.marks(1, 2, T0 + SECOND);
        log.marks(2, 2, T0 + SECOND);
        assertThat(merged()).isEqualTo("b a1 a2");

        lines(1, 3, 1, 6, "old", T0 + 5000);
        lines(2, 3, 2, 2, "new", T0 + SECOND);

        log.marks(1, 3, T0 + 2 * SECOND);
        log.marks(2, 3, T0 + 2 * SECOND);
        assertThat(merged()).isEqualTo("b a1 a2 old new");
        assertThat(state.view().counters().raised()).isEqualTo(1);
        assertThat(state.view().counters().late()).isZero();
    }

    @Test
    @DisplayName("T8: a stamp later than log time and skew counts as the log time")
    void stampsFromTheFutureCountAsLogTime() throws Exception {
        twoAgents();
        lines(1, 2, 1, 0, "future", START + 3600 * SECOND, "a", START + SECOND);
        log.frame(2, 2, data(2, 0, MICROS, "b", START + SECOND / 2));
        log.marks(1, 2, START + 2 * SECOND);
        log.marks(2, 2, START + 2 * SECOND);

        assertThat(merged()).isEqualTo("future b a");
        assertThat(state.view().counters().future()).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "T9: a line without a time stays with the line before it, a first one with the first time of its slice")
    void linesWithoutATimeStayTogether() throws Exception {
        twoAgents();
        lines(1, 2, 1, 0, "first", NO_TIME, "a", T0 + 2000, "at x", NO_TIME, "at y", NO_TIME, "a2", T0 + 4000);
        lines(2, 2, 2, 0, "b1", T0 + 1000, "b2", T0 + 3000);
        log.marks(1, 2, T0 + SECOND);
        log.marks(2, 2, T0 + SECOND);

        assertThat(merged()).isEqualTo("b1 first a at x at y b2 a2");
    }

    @Test
    @DisplayName("T11: nothing is written before the gate, everything when the last session has ended for good")
    void gateOpensAndCloses() throws Exception {
        log.session("a");
        log.frame(1, 1, frame -> {
            Entries.open(frame, 1, "/log");
            Entries.lines(frame, 1, 0, MICROS, "a1", T0);
            frame.firstScanDone();
        });
        log.marks(1, 1, T0 + SECOND);
        log.add(new Entry.Bye(1, true));
        assertThat(merged()).isEmpty();

        log.gate();

        assertThat(merged()).isEqualTo("a1");
        assertThat(state.view().gateOpen()).isFalse();
        assertThat(state.view().everOpen()).isTrue();
    }

    @Test
    @DisplayName("G7: generations stand one after the other; lines written to an old file later are counted")
    void rotationsHoldNobodyUp() throws Exception {
        twoAgents();
        log.frame(1, 2, frame -> {
            Entries.lines(frame, 1, 0, MICROS, "k1", T0);
            Entries.open(frame, 3, "/log");
            Entries.lines(frame, 3, 0, MICROS, "n1", T0 + 1000);
            Entries.lines(frame, 1, 3, MICROS, "k2", T0 + 500);
            Entries.close(frame, 1, 6);
        });
        log.add(new Entry.Evict(2));
        log.marks(1, 2, T0 + SECOND);

        assertThat(merged()).isEqualTo("k1 k2 n1");
        assertThat(state.view().counters().stragglers()).isEqualTo(1);
    }

    @Test
    @DisplayName("G5: a frame that does not begin where its generation ends is void as a whole, and answered once")
    void framesAreWholeOrVoid() throws Exception {
        twoAgents();
        log.frame(1, 2, frame -> {
            Entries.lines(frame, 1, 0, MICROS, "good", T0);
            Entries.lines(frame, 1, 0, MICROS, "again", T0);
        });
        log.frame(1, 2, data(1, 0, MICROS, "of round 0", T0));
        log.frame(1, 1, 2, data(1, 0, MICROS, "once", T0));
        log.add(new Entry.Evict(2));
        log.marks(1, 2, T0 + SECOND);

        assertThat(merged()).isEqualTo("once");
        assertThat(state.view().counters().voidFrames()).isEqualTo(2);
        assertThat(events)
                .filteredOn(Applied.FrameVoid.class::isInstance)
                .containsExactly(new Applied.FrameVoid(1, 1, 2, true), new Applied.FrameVoid(1, 1, 2, false));
    }

    @Test
    @DisplayName("G5: a frame of a session that is over is void")
    void framesOfOlderSessionsAreVoid() throws Exception {
        twoAgents();
        log.session("a");
        lines(1, 2, 1, 0, "old", T0);
        lines(3, 1, 1, 0, "new", T0);
        log.add(new Entry.Evict(2));
        log.marks(3, 1, T0 + SECOND);

        assertThat(merged()).isEqualTo("new");
    }

    @Test
    @DisplayName("C1, C2: in channel order lines stand as they were committed")
    void channelOrderIsCommitOrder() throws Exception {
        config(Order.CHANNEL, "merged.log");
        log.session("a");
        log.frame(1, 1, frame -> {
            Entries.open(frame, 1, "/x");
            Entries.open(frame, 2, "/y");
            Entries.lines(frame, 2, 0, MICROS, "y1", T0 + SECOND, "y2", T0);
            Entries.lines(frame, 1, 0, MICROS, "x1", T0);
        });

        assertThat(merged()).isEqualTo("y1 y2 x1");
    }

    @Test
    @DisplayName(
            "G3: a change of order writes what waits and ends the file; a rotation leaves waiting lines to the next")
    void filesEndByEntries() throws Exception {
        twoAgents();
        lines(1, 2, 1, 0, "a1", T0, "a2", T0 + 2000);
        lines(2, 2, 2, 0, "b", T0 + 1000);
        log.add(new Entry.Rotate(""));
        long rotated = log.headers.size();
        config(Order.CHANNEL, "merged.log");
        long changed = log.headers.size();
        lines(1, 3, 1, 6, "after", T0);

        assertThat(merged()).isEqualTo("after");
        assertThat(outputs.texts())
                .containsEntry("merged.log." + rotated, "a1\n")
                .containsEntry("merged.log." + changed, "b\na2\n");
    }

    @Test
    @DisplayName("a frame is told as written when all its lines and those of the frames before were forced")
    void tellsWhatIsWritten() throws Exception {
        twoAgents();
        lines(1, 2, 1, 0, "a1", T0, "a2", T0 + SECOND);
        lines(2, 2, 2, 0, "b", T0 + 1000);
        log.applyRest(state);
        events.clear();
        force();
        assertThat(events).containsExactly(new Applied.Written(1, 1), new Applied.Written(2, 1));

        log.add(new Entry.Evict(2));
        log.marks(1, 2, T0 + 2 * SECOND);
        log.applyRest(state);
        force();

        assertThat(events).contains(new Applied.Written(1, 2));
    }

    @Test
    @DisplayName("what is handed to the output while it is being made durable is not told with it")
    void tellsNothingThatCameDuringASync() throws Exception {
        twoAgents();
        lines(1, 2, 1, 0, "a1", T0);
        lines(2, 2, 2, 0, "b", T0 + 1000);
        log.applyRest(state);
        force();
        events.clear();

        state.forcing();
        log.marks(1, 2, T0 + SECOND);
        log.marks(2, 2, T0 + SECOND);
        log.applyRest(state);
        events.clear();
        state.forced();
        assertThat(events).isEmpty();

        force();
        assertThat(events).isNotEmpty();
    }

    private void force() {
        state.forcing();
        state.forced();
    }

    @Test
    @DisplayName("an entry that is not the next one ends the process")
    void refusesAHole() {
        log.session("a");

        assertThatThrownBy(() -> log.apply(state, 2, 2)).isInstanceOf(IllegalStateException.class);
    }
}
