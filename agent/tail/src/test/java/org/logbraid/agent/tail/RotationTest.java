package org.logbraid.agent.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What log files do by their names while the agent looks on; each row of the list of cases is a test. */
class RotationTest extends TailTest {
    private static final Duration LONG_QUIET = Duration.ofSeconds(7);

    @Test
    void whatIsThereAndWhatIsAppendedComesOut() {
        // given
        rig.write("x.log", "one\ntwo\n");
        rig.welcome();
        rig.run();

        // when
        rig.write("x.log", "three\n");
        rig.run();

        // then
        assertThat(rig.texts("x.log")).containsExactly("one\ntwo\nthree\n");
        assertThat(rig.log.come).isTrue();
    }

    @Test
    @DisplayName("rename + create (G4, G7)")
    void renameAndCreate() {
        // given
        rig.write("x.log", "one\n");
        rig.welcome();
        rig.run();

        // when
        rig.write("x.log", "two\n");
        rig.rename("x.log", "x.log.1");
        rig.write("x.log", "three\n");
        rig.run();

        // then
        assertThat(rig.texts("x.log")).containsExactly("one\ntwo\n", "three\n");
        rig.run(LONG_QUIET);
        assertThat(rig.rows("x.log").get(0).closed).isTrue();
        assertThat(rig.rows("x.log").get(1).closed).isFalse();
    }

    @Test
    @DisplayName("written after rename (G7)")
    void writtenAfterRename() {
        // given
        rig.write("x.log", "one\n");
        rig.welcome();
        rig.run();
        rig.rename("x.log", "x.log.1");
        rig.write("x.log", "new\n");
        rig.run(Duration.ofSeconds(3));
        assertThat(rig.texts("x.log")).containsExactly("one\n", "new\n");

        // when
        rig.write("x.log.1", "straggler\n");
        rig.run(Duration.ofSeconds(3));

        // then
        assertThat(rig.texts("x.log")).containsExactly("one\nstraggler\n", "new\n");
        assertThat(rig.rows("x.log").get(0).closed).isFalse();
        rig.run(LONG_QUIET);
        assertThat(rig.rows("x.log").get(0).closed).isTrue();
    }

    @Test
    @DisplayName("quiet for long, renamed, and written once more (G4)")
    void writtenAfterRenameThoughItWasQuietBefore() {
        // given
        rig.write("x.log", "one\n");
        rig.welcome();
        rig.run(LONG_QUIET);
        rig.rename("x.log", "x.log.1");
        rig.write("x.log", "new\n");
        rig.run(Duration.ofSeconds(3));

        // when
        rig.write("x.log.1", "straggler\n");
        rig.run();

        // then
        assertThat(rig.texts("x.log")).containsExactly("one\nstraggler\n", "new\n");
    }

    @Test
    @DisplayName("inode reuse (G1)")
    void inodeReuse() {
        // given
        rig.write("x.log", "one\n");
        rig.welcome();
        rig.run();

        // when
        rig.kill();
        rig.delete("x.log");
        rig.write("x.log", "one\ntwo\n");
        rig.start();
        rig.run();

        // then
        assertThat(rig.texts("x.log")).containsExactly("one\n", "one\ntwo\n");
    }

    @Test
    void identicalHeadersAndTinyFiles() {
        // given
        rig.write("x.log", "#header\n");
        rig.welcome();
        rig.run();

        // when
        rig.rename("x.log", "x.log.1");
        rig.write("x.log", "#header\n");
        rig.run();
        rig.rename("x.log", "x.log.2");
        rig.write("x.log", "#header\n");
        rig.run();

        // then
        assertThat(rig.texts("x.log")).containsExactly("#header\n", "#header\n", "#header\n");
    }

    @Test
    @DisplayName("deleted unread: the descriptor is read to its end (G4)")
    void deletedUnread() {
        // given
        rig.write("x.log", "one\n");
        rig.welcome();
        rig.run();

        // when
        rig.write("x.log", "two\n");
        rig.delete("x.log");
        rig.run();

        // then
        assertThat(rig.texts("x.log")).containsExactly("one\ntwo\n");
        rig.run(LONG_QUIET);
        assertThat(rig.rows("x.log").get(0).closed).isTrue();
        assertThat(rig.tail.view().gaps()).isZero();
    }

    @Test
    void symlinkSwappedIsARotationAndADanglingOneIsWaitedFor() throws IOException {
        // given
        rig.write("a", "one\n");
        Files.createSymbolicLink(rig.path("x.log"), rig.path("a"));
        rig.welcome();
        rig.run();

        // when
        rig.delete("x.log");
        Files.createSymbolicLink(rig.path("x.log"), rig.path("b"));
        rig.run();
        rig.write("a", "two\n");
        rig.write("b", "three\n");
        rig.run();

        // then
        assertThat(rig.texts("x.log")).containsExactly("one\ntwo\n", "three\n");
    }

    @Test
    void folderRemovedAndRecreated() throws IOException {
        // given
        follow("sub/*.log");
        rig.write("sub/x.log", "one\n");
        rig.welcome();
        rig.run();

        // when
        rig.delete("sub/x.log");
        rig.delete("sub");
        rig.run();
        rig.write("sub/x.log", "two\n");
        rig.run();

        // then
        assertThat(rig.texts("sub/x.log")).containsExactly("one\n", "two\n");
    }

    @Test
    @DisplayName("partial line, then rotation (G11)")
    void partialLineThenRotation() {
        // given
        rig.write("x.log", "one\ntw");
        rig.welcome();
        rig.run();
        assertThat(rig.texts("x.log")).containsExactly("one\n");

        // when
        rig.rename("x.log", "x.log.1");
        rig.write("x.log", "three\n");
        rig.run();
        assertThat(rig.texts("x.log")).containsExactly("one\n", "three\n");
        rig.run(LONG_QUIET);

        // then
        assertThat(rig.texts("x.log")).containsExactly("one\ntw\n", "three\n");
        assertThat(rig.rows("x.log").get(0).unfinished).isEqualTo(1);
        assertThat(rig.rows("x.log").get(0).closed).isTrue();
    }

    @Test
    @DisplayName("renamed inside the glob is no new source (G5)")
    void renamedInsideTheGlob() throws IOException {
        // given
        follow("x.log*");
        rig.write("x.log", "one\n");
        rig.welcome();
        rig.run();

        // when
        rig.rename("x.log", "x.log.1");
        rig.write("x.log", "two\n");
        rig.run();
        rig.run(LONG_QUIET);
        rig.restart();
        rig.run();

        // then
        assertThat(rig.texts("x.log")).containsExactly("one\n", "two\n");
        assertThat(rig.texts("x.log.1")).isEmpty();
    }

    @Test
    @DisplayName("closed and grown again: opened anew at its old end (G4)")
    void closedAndGrownAgain() throws IOException {
        // given
        follow("x.log*");
        rig.write("x.log", "one\n");
        rig.welcome();
        rig.run();
        rig.rename("x.log", "x.log.1");
        rig.run(LONG_QUIET);
        assertThat(rig.rows("x.log").get(0).closed).isTrue();

        // when
        rig.write("x.log.1", "two\n");
        rig.run();

        // then
        assertThat(rig.texts("x.log")).containsExactly("one\n", "two\n");
        assertThat(rig.rows("x.log").get(1).opened.start()).isEqualTo(4);
    }

    @Test
    void hardLinksAreReadOnceUnderTheFirstPath() throws IOException {
        // given
        follow("b.log", "a.log");
        rig.write("b.log", "one\n");
        Files.createLink(rig.path("a.log"), rig.path("b.log"));

        // when
        rig.welcome();
        rig.run();

        // then
        assertThat(rig.texts("a.log")).containsExactly("one\n");
        assertThat(rig.texts("b.log")).isEmpty();
    }
}
