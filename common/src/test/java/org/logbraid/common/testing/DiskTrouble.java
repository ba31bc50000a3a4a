package org.logbraid.common.testing;

import java.io.IOException;
import java.nio.file.Path;

/** What befalls the disk operations of a simulated process. */
@FunctionalInterface
public interface DiskTrouble {
    /** A disk that always works, in no time. */
    DiskTrouble NONE = (operation, path) -> {};

    /** What a process does to a disk. */
    enum Operation {
        LOOK,
        READ,
        WRITE,
        FORCE,
        NAME
    }

    /**
     * Called before each operation: may let time pass. A write that fails has written a part; a sync that
     * fails has lost what waited for it.
     *
     * @throws IOException what the operation fails with
     */
    void before(Operation operation, Path path) throws IOException;
}
