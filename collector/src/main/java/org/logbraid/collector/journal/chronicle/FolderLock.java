package org.logbraid.collector.journal.chronicle;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.logbraid.common.disk.NioDisk;

/** Keeps every other process off the journal's folder, and every other part of this one. Stateless. */
final class FolderLock {
    private FolderLock() {}

    /**
     * Takes the lock at once or not at all; it ends with the process.
     *
     * @throws IOException naming the folder, when it is held
     */
    static Closeable take(Path folder) throws IOException {
        Closeable held = new NioDisk().tryLock(folder.resolve("lock"));
        if (held == null) {
            throw new IOException("the journal is in use by another collector, stop it or choose another data folder:"
                    + " folder=" + folder);
        }
        return held;
    }
}
