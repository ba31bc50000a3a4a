package org.logbraid.agent.tail;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A tail that follows {@code x.log} in a folder of the test's own, or other files if the test wants it to. */
abstract class TailTest {
    @TempDir
    Path folder;

    TailRig rig;

    @BeforeEach
    void followOneFile() {
        rig = new TailRig(folder, "x.log");
    }

    @AfterEach
    void close() throws IOException {
        rig.close();
    }

    /** Follows these instead. */
    void follow(String... patterns) throws IOException {
        rig.close();
        rig = new TailRig(folder, patterns);
    }
}
