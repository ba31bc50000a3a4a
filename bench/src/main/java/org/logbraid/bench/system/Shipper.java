package org.logbraid.bench.system;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A system that follows files in one process and writes them as one in another. */
public interface Shipper {
    String name();

    /** Why it cannot be measured here; empty when it can. */
    Optional<String> missing();

    /**
     * Starts the receiver, waits until it takes lines, starts the sender.
     *
     * @param work folder of its own for all that is written
     * @param once whether the files are complete, so that a sender that can end by itself does; otherwise this returns when
     *     the files are being followed
     */
    Way start(Path work, List<Path> files, boolean once) throws IOException, InterruptedException;
}
