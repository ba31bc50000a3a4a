package org.logbraid.collector.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.merge.Applied;
import org.logbraid.common.wire.Message;

class PromisesTest {
    private final IntakeRig rig = IntakeRig.serving();

    @Test
    @DisplayName("T3: the newest promises of all go into one entry, each 25 ms while lines wait")
    void carriesPromisesWhileLinesWait() {
        // given
        long first = rig.welcome("web1", 1);
        long second = rig.welcome("web2", 2);
        rig.merge = rig.view().gate(true).waiting(1).build();
        rig.turn(new Applied.GateMoved("main", true));
        for (int i = 1; i <= 6; i++) {
            rig.frame(first, 1, i);
            rig.frame(second, 2, i);
        }
        rig.proposed.clear();
        rig.pass(Duration.ofMillis(30));

        // when
        rig.port.say(first, new Message.Promise(1, 4, 400, List.of()));
        rig.port.say(first, new Message.Promise(1, 5, 500, List.of(9L)));
        rig.port.say(second, new Message.Promise(2, 6, 600, List.of()));
        rig.port.say(second, new Message.Promise(99, 6, 999, List.of()));
        rig.turn();

        // then
        assertThat(rig.entries())
                .containsExactly(new Entry.Marks(
                        List.of(new Entry.Mark(1, 5, 500, List.of(9L)), new Entry.Mark(2, 6, 600, List.of()))));
        rig.port.say(first, new Message.Promise(1, 5, 700, List.of()));
        rig.pass(Duration.ofMillis(20));
        assertThat(rig.entries()).isEmpty();
        rig.pass(Duration.ofMillis(10));
        assertThat(rig.entries()).containsExactly(new Entry.Marks(List.of(new Entry.Mark(1, 5, 700, List.of()))));
    }

    @Test
    @DisplayName("T3: whoever turns the intake rests until promises that lines wait for are due, and else for long")
    void restsUntilSomethingIsDue() {
        long connection = rig.welcome("web1", 1);
        rig.merge = rig.view().gate(true).waiting(1).build();
        rig.turn(new Applied.GateMoved("main", true));
        rig.port.say(connection, new Message.Promise(1, 0, 500, List.of()));
        rig.turn();
        assertThat(rig.entries()).hasAtLeastOneElementOfType(Entry.Marks.class);
        assertThat(rig.intake.mostRestNanos()).isEqualTo(Promises.BUSY_INTERVAL_NANOS);

        rig.pass(Duration.ofMillis(20));
        assertThat(rig.intake.mostRestNanos()).isEqualTo(Promises.BUSY_INTERVAL_NANOS - 20_000_000);
        rig.pass(Duration.ofMillis(10));
        assertThat(rig.intake.mostRestNanos()).isEqualTo(Long.MAX_VALUE);

        rig.port.say(connection, new Message.Promise(1, 0, 600, List.of()));
        rig.turn();
        rig.merge = rig.view().gate(true).waiting(0).build();
        rig.turn();
        assertThat(rig.intake.mostRestNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void looksOftenWhileItsQueueIsFull() {
        rig.room = 0;
        rig.hello(rig.connect("somewhere"), "web1", 1);
        rig.turn();

        assertThat(rig.intake.mostRestNanos()).isLessThan(Duration.ofMillis(10).toNanos());
    }

    @Test
    @DisplayName("T3: an idle farm writes one MARKS entry in 10 s")
    void carriesPromisesSeldomWhileNothingWaits() {
        long connection = rig.welcome("web1", 1);
        rig.merge = rig.view().gate(true).build();
        rig.turn(new Applied.GateMoved("main", true));
        int marks = 0;
        for (int i = 0; i < 1_000; i++) {
            rig.port.say(connection, new Message.Promise(1, 0, i, List.of()));
            rig.pass(Duration.ofMillis(30));
            marks += rig.entries().size();
        }

        assertThat(marks).isBetween(3, 4);
    }

    @Test
    @DisplayName("T8: a promise of a clock that is behind by more than the skew is moved by the excess, counted")
    void movesThePromiseOfALateClock() {
        // given
        long connection = rig.welcome("web1", 1);
        rig.pass(Duration.ofSeconds(1));
        Message.Ping ping = rig.port.pings(connection).get(0);
        rig.time.advance(Duration.ofMillis(20));
        long agentsWall = rig.clock.epochNanos()
                - Duration.ofMillis(10).toNanos()
                - Duration.ofSeconds(5).toNanos();
        rig.port.say(connection, new Message.Pong(agentsWall, ping.echo(), 0));
        rig.turn();

        // when
        rig.port.say(connection, new Message.Promise(1, 0, 1_000, List.of()));
        rig.pass(Duration.ofSeconds(10));

        // then
        assertThat(rig.entries())
                .first()
                .isEqualTo(new Entry.Marks(List.of(
                        new Entry.Mark(1, 0, 1_000 + Duration.ofSeconds(3).toNanos(), List.of()))));
        assertThat(rig.intake.view().counters()).containsEntry("movedPromises", 1L);
    }

    @Test
    @DisplayName("T8: behind is who is behind the log's time, also when the leader's own clock was set back by more")
    void aLeaderWhoseClockWasSetBackStillMovesThePromiseOfALateClock() {
        // given
        long connection = rig.welcome("web1", 1);
        rig.merge = rig.view().logTime(rig.clock.epochNanos()).build();
        rig.pass(Duration.ofSeconds(1));
        Message.Ping ping = rig.port.pings(connection).get(0);
        long agentsWall = rig.merge.logTimeNanos() - Duration.ofMinutes(10).toNanos();
        rig.port.say(connection, new Message.Pong(agentsWall, ping.echo(), 0));
        rig.turn();

        // when
        rig.clock.step(Duration.ofHours(-2));
        rig.port.say(connection, new Message.Promise(1, 0, 1_000, List.of()));
        rig.pass(Duration.ofSeconds(10));

        // then
        assertThat(rig.entries())
                .first()
                .isInstanceOfSatisfying(
                        Entry.Marks.class,
                        marks -> assertThat(marks.marks().get(0).time())
                                .isBetween(
                                        Duration.ofMinutes(10).minusSeconds(15).toNanos(),
                                        Duration.ofMinutes(10).toNanos()));
    }

    @Test
    @DisplayName(
            "T3: a promise of a round that is over is not carried when others of its frames' numbers were accepted")
    void dropsWhatWasPromisedInARoundThatIsOver() {
        // given
        long connection = rig.welcome("web1", 1);
        rig.merge = rig.view().gate(true).waiting(1).build();
        rig.turn(new Applied.GateMoved("main", true));
        rig.frame(connection, 1, 0, 1);
        rig.frame(connection, 1, 0, 2);
        rig.frame(connection, 1, 0, 3);
        rig.port.say(connection, new Message.Promise(1, 0, 100, List.of()));
        rig.pass(Duration.ofMillis(30));
        rig.entries();
        rig.port.say(connection, new Message.Promise(1, 3, 900, List.of()));
        rig.turn();
        rig.applied.add(new Applied.FrameAccepted(1, 1, true));
        rig.turn(new Applied.FrameVoid(1, 1, 2, true));
        rig.turn(new Applied.FrameVoid(1, 1, 2, false));
        rig.frame(connection, 1, 0, 4);
        rig.port.say(connection, new Message.Promise(1, 4, 950, List.of()));
        rig.turn();

        // when
        for (int number = 2; number <= 4; number++) {
            rig.frame(connection, 1, 1, number);
            rig.turn(new Applied.FrameAccepted(1, number, false));
        }
        rig.pass(Duration.ofMillis(100));

        // then
        assertThat(rig.entries()).isEmpty();
        rig.port.say(connection, new Message.Promise(1, 4, 960, List.of()));
        rig.pass(Duration.ofMillis(30));
        assertThat(rig.entries()).containsExactly(new Entry.Marks(List.of(new Entry.Mark(1, 4, 960, List.of()))));
    }

    @Test
    @DisplayName("T3: a promise that stands on accepted frames outlives the round it was made in")
    void keepsAPromiseThatStandsOnAcceptedFrames() {
        // given
        long connection = rig.welcome("web1", 1);
        rig.merge = rig.view().gate(true).waiting(1).build();
        rig.turn(new Applied.GateMoved("main", true));
        rig.frame(connection, 1, 0, 1);
        rig.port.say(connection, new Message.Promise(1, 0, 90, List.of()));
        rig.pass(Duration.ofMillis(30));
        rig.entries();
        rig.port.say(connection, new Message.Promise(1, 1, 100, List.of()));
        rig.frame(connection, 1, 0, 3);

        // when
        rig.applied.add(new Applied.FrameAccepted(1, 1, true));
        rig.turn(new Applied.FrameVoid(1, 1, 2, true));
        rig.pass(Duration.ofMillis(30));

        // then
        assertThat(rig.entries()).containsExactly(new Entry.Marks(List.of(new Entry.Mark(1, 1, 100, List.of()))));
    }

    @Test
    @DisplayName("T3: a new session begins in round 0 again, with no frame behind a promise")
    void beginsEachSessionInItsFirstRound() {
        // given
        long connection = rig.welcome("web1", 1);
        rig.merge = rig.view().gate(true).waiting(1).build();
        rig.turn(new Applied.GateMoved("main", true));
        rig.frame(connection, 1, 0, 2);
        rig.turn(new Applied.FrameVoid(1, 1, 1, true));
        rig.frame(connection, 1, 1, 1);
        rig.turn(new Applied.SessionOver(1, false, true));
        rig.hello(connection, "web1", 1_002);
        rig.turn(IntakeRig.begun("web1", 2, List.of()));
        rig.entries();

        // when
        rig.port.say(connection, new Message.Promise(2, 1, 500, List.of()));
        rig.pass(Duration.ofMillis(30));
        assertThat(rig.entries()).isEmpty();
        rig.frame(connection, 2, 0, 1);
        rig.port.say(connection, new Message.Promise(2, 1, 600, List.of()));
        rig.pass(Duration.ofMillis(30));

        // then
        assertThat(rig.entries()).containsExactly(new Entry.Marks(List.of(new Entry.Mark(2, 1, 600, List.of()))));
    }

    /** How many MARKS entries a second of promises makes, one each 30 ms, after the first of all. */
    private int marksInASecond(long connection) {
        rig.port.say(connection, new Message.Promise(1, 0, 1, List.of()));
        rig.pass(Duration.ofMillis(30));
        rig.entries();
        int marks = 0;
        for (int i = 0; i < 33; i++) {
            rig.port.say(connection, new Message.Promise(1, 0, 2 + i, List.of()));
            rig.pass(Duration.ofMillis(30));
            marks += rig.entries().size();
        }
        return marks;
    }

    @Test
    @DisplayName("T3: promises are carried often while a frame is on its way, though no line waits yet")
    void carriesPromisesWhileFramesAreInFlight() {
        long connection = rig.welcome("web1", 1);
        rig.merge = rig.view().gate(true).build();
        rig.turn(new Applied.GateMoved("main", true));
        rig.frame(connection, 1, 1);

        assertThat(marksInASecond(connection)).isGreaterThan(20);
    }

    @Test
    @DisplayName("T3: lines that wait for the gate wait for no promise")
    void carriesPromisesSeldomBeforeTheGate() {
        long connection = rig.welcome("web1", 1);
        rig.merge = rig.view().waiting(7).build();

        assertThat(marksInASecond(connection)).isZero();
    }
}
