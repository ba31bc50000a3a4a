package org.logbraid.agent.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Files and folders whose permissions change while they are followed: nothing is lost or doubled, and it is said. */
class PermissionTest extends TailTest {
    private static final Duration LONG_QUIET = Duration.ofSeconds(7);

    @Test
    @DisplayName("an open descriptor goes on (G4)")
    void anOpenDescriptorGoesOn() {
        // given
        rig.write("x.log", "one\n");
        rig.welcome();
        rig.run();

        // when
        rig.disk.closeFile(rig.path("x.log"));
        rig.write("x.log", "two\n");
        rig.run();

        // then
        assertThat(rig.texts("x.log")).containsExactly("one\ntwo\n");
        assertThat(rig.tail.view().unreadable()).isEmpty();
    }

    @Test
    @DisplayName("a file that cannot be opened is said, tried again, and read when it can (G4)")
    void aFileThatCannotBeOpenedIsReadWhenItCan() {
        // given
        rig.write("x.log", "one\n");
        rig.disk.closeFile(rig.path("x.log"));
        rig.welcome();
        rig.run();
        assertThat(rig.texts("x.log")).isEmpty();
        assertThat(rig.tail.view().unreadable())
                .containsExactly(rig.path("x.log").toString());
        assertThat(rig.disk.refusals).isGreaterThan(1);
        assertThat(rig.log.promises).as("nobody is held up by it").isNotEmpty();

        // when
        rig.disk.allowAll();
        rig.run();

        // then
        assertThat(rig.texts("x.log")).containsExactly("one\n");
        assertThat(rig.tail.view().unreadable()).isEmpty();
    }

    @Test
    @DisplayName("a restart with a file that cannot be opened goes on at its offset when it can (G4, G5, G14)")
    void aRestartWaitsForAFileThatCannotBeOpened() {
        // given
        rig.write("x.log", "one\n");
        rig.welcome();
        rig.run();
        rig.kill();
        rig.write("x.log", "two\n");
        rig.disk.closeFile(rig.path("x.log"));
        rig.start();
        rig.run(LONG_QUIET);
        assertThat(rig.texts("x.log")).containsExactly("one\n");
        assertThat(rig.rows("x.log").get(0).closed).isFalse();
        assertThat(rig.tail.view().unreadable())
                .containsExactly(rig.path("x.log").toString());

        // when
        rig.disk.allowAll();
        rig.run();

        // then
        assertThat(rig.texts("x.log")).containsExactly("one\ntwo\n");
        assertThat(rig.tail.view().unreadable()).isEmpty();
    }

    @Test
    @DisplayName("what is replaced behind closed doors is another generation (G1)")
    void whatIsReplacedWhileItCannotBeOpenedIsAnotherGeneration() {
        // given
        rig.write("x.log", "one\n");
        rig.welcome();
        rig.run();
        rig.kill();
        rig.disk.closeFile(rig.path("x.log"));
        rig.start();
        rig.run();

        // when
        rig.cut("x.log", 0);
        rig.write("x.log", "another\n");
        rig.disk.allowAll();
        rig.run();

        // then
        assertThat(rig.texts("x.log")).containsExactly("one\n", "another\n");
    }

    @Test
    @DisplayName("a closed folder: descriptors go on, nothing is finished or lost, and it is said (G4, G5)")
    void aClosedFolderIsNoRotation() throws IOException {
        // given
        follow("sub/*.log");
        rig.write("sub/x.log", "one\ntw");
        rig.welcome();
        rig.run();

        // when
        rig.disk.closeFolder(rig.path("sub"));
        rig.write("sub/y.log", "new\n");
        rig.run(LONG_QUIET);
        rig.write("sub/x.log", "o\nthree\n");
        rig.run();

        // then
        assertThat(rig.texts("sub/x.log")).containsExactly("one\ntwo\nthree\n");
        assertThat(rig.rows("sub/x.log").get(0).closed).isFalse();
        assertThat(rig.texts("sub/y.log")).isEmpty();
        assertThat(rig.tail.view().unreadable()).containsExactly(rig.path("sub").toString());

        // and when it is open again
        rig.disk.allowAll();
        rig.write("sub/x.log", "four\n");
        rig.run();
        assertThat(rig.texts("sub/x.log")).containsExactly("one\ntwo\nthree\nfour\n");
        assertThat(rig.texts("sub/y.log")).containsExactly("new\n");
        assertThat(rig.tail.view().unreadable()).isEmpty();
        rig.rename("sub/x.log", "sub/x.log.1");
        rig.run(LONG_QUIET);
        assertThat(rig.rows("sub/x.log").get(0).closed).isTrue();
    }

    @Test
    @DisplayName("a restart with a closed folder goes on at the offset when it is open again (G4, G5, G14)")
    void aRestartWaitsForAClosedFolder() throws IOException {
        // given
        follow("sub/x.log");
        rig.write("sub/x.log", "one\n");
        rig.welcome();
        rig.run();
        rig.kill();
        rig.write("sub/x.log", "two\n");
        rig.disk.closeFolder(rig.path("sub"));
        rig.start();
        rig.run(LONG_QUIET);
        assertThat(rig.rows("sub/x.log").get(0).closed).isFalse();

        // when
        rig.disk.allowAll();
        rig.run();

        // then
        assertThat(rig.texts("sub/x.log")).containsExactly("one\ntwo\n");
        assertThat(rig.tail.view().unreadable()).isEmpty();
    }
}
