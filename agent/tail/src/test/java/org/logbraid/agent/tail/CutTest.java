package org.logbraid.agent.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.logbraid.agent.handover.Answer;
import org.logbraid.common.frame.Resume;

/** Files that are cut or moved at a bad moment: what is lost is said, and what is not lost is read once. */
class CutTest extends TailTest {
    @Test
    @DisplayName("what was seen between the copy and the cut, and is not in the copy, is a GAP (G4)")
    void whatWasWrittenBetweenTheCopyAndTheCutIsAGap() {
        // given
        rig.write("x.log", "one\n");
        rig.welcome();
        rig.run();
        rig.copy("x.log", "x.log.1");
        rig.answers.add(new Answer.Severed("the collector is away"));
        rig.write("x.log", "two\n");
        rig.run();

        // when
        rig.cut("x.log", 0);
        rig.write("x.log", "3\n");
        rig.run();
        rig.welcome();
        rig.run(Duration.ofSeconds(6));

        // then
        assertThat(rig.texts("x.log")).containsExactly("one\n", "3\n");
        assertThat(rig.rows("x.log").get(0).gaps).containsExactly("4-8");
        assertThat(rig.rows("x.log").get(0).gone).isTrue();
    }

    @Test
    @DisplayName("what was in frames that became void is read from a copy that is shorter than they were (G4)")
    void whatBecameVoidIsReadFromAShorterCopy() {
        // given
        rig.write("x.log", "one\n");
        rig.welcome();
        rig.run();
        rig.write("x.log", "two\n");
        rig.copy("x.log", "x.log.1");
        rig.write("x.log", "three\n");
        look();
        rig.cut("x.log", 0);
        rig.write("x.log", "4\n");
        look();

        // when
        rig.reject();
        rig.run(Duration.ofSeconds(6));

        // then
        assertThat(rig.texts("x.log")).containsExactly("one\ntwo\n", "4\n");
        assertThat(rig.rows("x.log").get(0).gaps).containsExactly("8-14");
    }

    private void look() {
        rig.time.advance(Duration.ofMillis(30));
        rig.turn();
        rig.take();
    }

    @Test
    @DisplayName("behind a GAP that was not closed, nothing is read on in a file that was cut (G4, G6)")
    void nothingIsReadOnBehindAGap() {
        // given
        rig.write("x.log", "one\n");
        rig.welcome();
        rig.run();
        rig.kill();
        rig.cut("x.log", 0);
        rig.write("x.log", "a long new line\n");

        // when
        rig.rows("x.log").get(0).end = 8; // a GAP, where nothing had been read
        rig.rows("x.log").get(0).resume = Resume.NONE;
        rig.start();
        rig.run(Duration.ofSeconds(1));

        // then
        assertThat(rig.texts("x.log")).containsExactly("one\n", "a long new line\n");
        assertThat(rig.rows("x.log").get(0).gone).isTrue();
    }

    @Test
    @DisplayName("a copy of what still stands in a file that was cut before is no generation of its own (G5)")
    void aCopyOfWhatStillStandsInTheFileIsNotReadTwice() {
        // given
        rig.write("x.log", "one\n");
        rig.welcome();
        rig.run();
        rig.copy("x.log", "x.log.1");
        rig.cut("x.log", 0);
        rig.kill();
        rig.write("x.log", "two\n");
        rig.rename("x.log.1", "x.log.2");

        // when
        rig.copy("x.log", "x.log.1");
        rig.start();
        rig.run();

        // then
        assertThat(rig.texts("x.log")).containsExactly("one\n", "two\n");
    }

    @Test
    @DisplayName("cut at the very look before the first session: a GAP for what was seen (G4)")
    void cutRightBeforeTheFirstSession() {
        // given
        rig.write("x.log", "one\ntwo\n");
        rig.run();

        // when
        rig.cut("x.log", 0);
        rig.write("x.log", "3\n");
        rig.welcome();
        rig.run();

        // then
        assertThat(rig.texts("x.log")).containsExactly("", "3\n");
        assertThat(rig.rows("x.log").get(0).gaps).containsExactly("0-8");
    }

    @Test
    @DisplayName("cut and grown past its length before anything of it was read: a GAP for what was seen (G4)")
    void cutAndGrownPastItsLengthUnread() {
        // given
        String old = "old line\n".repeat(200);
        String fresh = "fresh line\n".repeat(300);
        rig.write("x.log", old);
        rig.run();

        // when
        rig.cut("x.log", 0);
        rig.write("x.log", fresh);
        rig.run();
        rig.welcome();
        rig.run();

        // then
        assertThat(rig.texts("x.log")).containsExactly("", fresh);
        assertThat(rig.rows("x.log").get(0).gaps).containsExactly("0-" + old.length());
    }

    @Test
    @DisplayName("met before the session, moved, and closed in the log by another process: not read twice (G5)")
    void whatAnotherProcessHasReadMeanwhileIsNotReadTwice() {
        // given
        rig.write("x.log", "one\n");
        rig.welcome();
        rig.run();
        rig.kill();
        rig.start();
        rig.answers.clear(); // the name is still held by another
        rig.run();

        // when
        rig.rename("x.log", "y");
        rig.run();
        rig.rows("x.log").get(0).closed = true;
        rig.welcome();
        rig.run();

        // then
        assertThat(rig.texts("x.log")).containsExactly("one\n");
    }

    @Test
    @DisplayName("lost before a session, in a file of which another process has read more: nothing is read twice (G5)")
    void aLostGenerationDoesNotTakeTheFileFromOneThatIsInTheLog() {
        // given
        TailCycle waiting = waitWhileAnotherReadsWhatCameBehindTheCut();

        // when
        rig.tail = waiting;
        killWhenTheFirstFrameIsIn();
        rig.start();
        rig.run(Duration.ofSeconds(6));

        // then
        assertThat(rig.texts("x.log")).containsExactly("a new line\n", "");
        assertThat(rig.rows("x.log").get(1).gone).isTrue();
    }

    @Test
    @DisplayName("lost before a session, and closed: the file is not read again where it was rotated to (G5)")
    void aLostGenerationDoesNotHideThatTheFileIsFinished() throws IOException {
        // given
        follow("x.log*");
        TailCycle waiting = waitWhileAnotherReadsWhatCameBehindTheCut();
        rig.tail = waiting;
        rig.welcome();
        rig.run();
        rig.rename("x.log", "x.log.1");
        rig.write("x.log", "the next\n");
        rig.run(Duration.ofSeconds(6));

        // when
        rig.restart();
        rig.run();

        // then
        assertThat(rig.all()).isEqualTo("a new line\nthe next\n");
    }

    /** It has seen the cut, and waits for a session. */
    private TailCycle waitWhileAnotherReadsWhatCameBehindTheCut() {
        rig.write("x.log", "old\n");
        rig.run();
        rig.cut("x.log", 0);
        rig.write("x.log", "a new line\n");
        rig.run();
        TailCycle waiting = rig.tail;
        rig.start();
        rig.run();
        rig.kill();
        return waiting;
    }

    @Test
    @DisplayName("cut before the first session: its copy is found though nothing of it is in the log but its OPEN (G4)")
    void aCopyIsFoundThoughNothingOfItIsInTheLog() {
        // given
        rig.write("x.log", "one\n");
        rig.run();
        rig.copy("x.log", "x.log.1");
        rig.cut("x.log", 0);
        rig.write("x.log", "a new line\n");
        rig.run();

        // when
        killWhenTheFirstFrameIsIn();
        rig.start();
        rig.run(Duration.ofSeconds(6));

        // then
        assertThat(rig.texts("x.log")).containsExactly("one\n", "a new line\n");
    }

    /** All OPENs are in the log, and no line is. */
    private void killWhenTheFirstFrameIsIn() {
        rig.welcome();
        look();
        rig.applyOne();
        rig.kill();
    }
}
