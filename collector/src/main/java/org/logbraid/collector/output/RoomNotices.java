package org.logbraid.collector.output;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once that the disk of a folder is full and what is waited for, and once that it goes on: however often it is tried
 * again meanwhile, and though the outputs are opened anew.
 *
 * <p>Not thread-safe: lives on the {@code collector-merge} thread, or with what joins.
 */
public final class RoomNotices {
    private static final Logger LOG = LoggerFactory.getLogger(RoomNotices.class);

    private final Set<Path> full = new HashSet<>();
    private final Consumer<String> onFull;
    private final Consumer<String> onRoom;

    /** Notices that go where sentences go. */
    public RoomNotices(Consumer<String> onFull, Consumer<String> onRoom) {
        this.onFull = onFull;
        this.onRoom = onRoom;
    }

    /** Notices in the log of this process. */
    public static RoomNotices inLog() {
        return new RoomNotices(LOG::error, LOG::warn);
    }

    /**
     * A write to a folder found no room.
     *
     * @param waits what waits and what becomes of it, as the end of a sentence
     */
    public void full(Path folder, String waits) {
        if (full.add(folder)) {
            onFull.accept("disk is full, waiting for room; " + waits + ": folder=" + folder);
        }
    }

    /** What waited for room in a folder was written. */
    public void room(Path folder) {
        if (full.remove(folder)) {
            onRoom.accept("disk has room again, going on: folder=" + folder);
        }
    }
}
