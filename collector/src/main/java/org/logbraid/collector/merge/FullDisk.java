package org.logbraid.collector.merge;

import static java.util.Objects.requireNonNullElse;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.output.RoomNotices;
import org.logbraid.common.disk.DiskFullException;

/**
 * Remembers where a full disk made the merge give its state up, until a replay is past it: only then is there room again.
 *
 * <p>Not thread-safe: lives on the {@code collector-merge} thread.
 */
final class FullDisk {
    private final RoomNotices notices;
    private @Nullable Path folder;
    private long index;

    FullDisk(RoomNotices notices) {
        this.notices = notices;
    }

    /** The folder of what found no room. */
    static Path folderOf(DiskFullException e) {
        return requireNonNullElse(e.path().getParent(), e.path());
    }

    /** An entry could not be applied whole. */
    void cameBetween(DiskFullException e, long atIndex) {
        folder = folderOf(e);
        index = Math.max(index, atIndex);
        notices.full(folder, "the journal keeps every line until it can be written");
    }

    /** Everything up to an entry is on the disk. */
    void isPast(long written) {
        if (folder != null && written >= index) {
            notices.room(folder);
            folder = null;
        }
    }
}
