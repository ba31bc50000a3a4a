package org.logbraid.collector.output;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.Failpoint;
import org.logbraid.common.disk.Disk;
import org.logbraid.common.disk.DiskFile;
import org.logbraid.common.frame.MalformedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the two newest snapshots in the data folder, so that a damaged one costs a longer replay and nothing else.
 *
 * <p>{@link #releasableIndex} is safe for all threads; everything else belongs to the {@code collector-merge} thread.
 */
public final class SnapshotStore {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotStore.class);
    private static final String PREFIX = "snapshot.";
    private static final String UNFINISHED = "unfinished.snapshot";
    private static final int KEPT = 2;

    private final Disk disk;
    private final Path folder;
    /** Index of each sound snapshot, and the first entry that it needs. */
    private final TreeMap<Long, Long> kept = new TreeMap<>();

    private volatile long releasableIndex = 1;
    private LongConsumer onReleasable = index -> {};

    private SnapshotStore(Disk disk, Path folder) {
        this.disk = disk;
        this.folder = folder;
    }

    /** Reads the snapshots in a data folder; a damaged one is said and left out. */
    public static SnapshotStore open(Disk disk, Path data) throws IOException {
        var store = new SnapshotStore(disk, data);
        for (Path path : store.files()) {
            Snapshot sound = store.read(path);
            if (sound != null) {
                store.kept.put(sound.index(), sound.firstNeeded());
            }
        }
        store.publish();
        return store;
    }

    /** Where they are kept. */
    public Path folder() {
        return folder;
    }

    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path path : disk.list(folder)) {
            if (path.getFileName().toString().matches("snapshot\\.\\d{12,19}")) {
                files.add(path);
            }
        }
        Collections.sort(files);
        return files;
    }

    private @Nullable Snapshot read(Path path) throws IOException {
        try (DiskFile file = disk.openForReading(path)) {
            byte[] bytes = new byte[Math.toIntExact(file.size())];
            int count = file.read(bytes, 0, bytes.length, 0);
            if (count < bytes.length) {
                throw new MalformedException("cut off");
            }
            return Snapshot.decode(bytes);
        } catch (NoSuchFileException e) {
            return null; // a living collector has taken newer ones meanwhile
        } catch (MalformedException | ArithmeticException e) {
            LOG.warn(
                    "snapshot is damaged, an older one or the whole journal is replayed: path={} reason={}",
                    path,
                    e.getMessage());
            return null;
        }
    }

    private Path path(long index) {
        return folder.resolve(String.format("%s%012d", PREFIX, index));
    }

    /** The newest sound snapshot, or null when there is none. */
    public @Nullable Snapshot newest() throws IOException {
        return kept.isEmpty() ? null : read(path(kept.lastKey()));
    }

    /** Entry that the newest sound snapshot speaks of, 0 when there is none: that one was committed. */
    public long newestIndex() {
        return kept.isEmpty() ? 0 : kept.lastKey();
    }

    /** The oldest sound snapshot, or null when there is none. */
    public @Nullable Snapshot oldest() throws IOException {
        return kept.isEmpty() ? null : read(path(kept.firstKey()));
    }

    /**
     * Entries below this index are needed by no snapshot that is kept: the journal may {@code release} them. It is 1
     * while there are fewer than two.
     */
    public long releasableIndex() {
        return releasableIndex;
    }

    /** Tells somebody of {@link #releasableIndex}, now and whenever it changes; on the thread that stores. */
    public void onReleasable(LongConsumer told) {
        onReleasable = told;
        told.accept(releasableIndex);
    }

    /**
     * Stores a snapshot. What it says of outputs is on disk already.
     *
     * @throws org.logbraid.common.disk.DiskFullException when there is no room: nothing has changed
     */
    public void store(Snapshot snapshot) throws IOException {
        Path unfinished = folder.resolve(UNFINISHED);
        byte[] bytes = snapshot.encode();
        disk.createFolders(folder);
        disk.delete(unfinished);
        try (DiskFile file = disk.openForWriting(unfinished)) {
            Failpoint.SNAPSHOT.pass();
            file.write(bytes, 0, bytes.length, 0);
            Failpoint.SNAPSHOT.pass();
            file.force();
        }
        Failpoint.SNAPSHOT.pass();
        disk.rename(unfinished, path(snapshot.index()));
        Failpoint.SNAPSHOT.pass();
        disk.forceFolder(folder);
        kept.put(snapshot.index(), snapshot.firstNeeded());
        while (kept.size() > KEPT) {
            kept.pollFirstEntry();
        }
        publish();
        for (Path path : files()) {
            long index = Long.parseLong(path.getFileName().toString().substring(PREFIX.length()));
            if (index < kept.firstKey()) {
                disk.delete(path);
            }
        }
    }

    private void publish() {
        if (kept.size() >= KEPT) {
            releasableIndex = kept.firstEntry().getValue();
            onReleasable.accept(releasableIndex);
        }
    }
}
