package org.logbraid.collector.output;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.output.OutputHistory.Event;
import org.logbraid.collector.output.OutputHistory.Kind;
import org.logbraid.common.CloseStack;
import org.logbraid.common.disk.Disk;
import org.logbraid.common.disk.DiskFile;

/**
 * The newest snapshot of a collector and the files that it speaks of, opened to be read while the collector goes on: they stay
 * readable though they are ended, renamed or deleted meanwhile.
 *
 * <p>Not thread-safe: belongs to whoever opens it.
 */
public final class SnapshotFiles implements Closeable {
    private final Snapshot snapshot;
    private final byte[] encoded;
    private final byte[] history;
    private final List<DiskFile> outputs;
    private final Closeable opened;

    private SnapshotFiles(Snapshot snapshot, byte[] history, List<DiskFile> outputs, Closeable opened) {
        this.snapshot = snapshot;
        this.encoded = snapshot.encode();
        this.history = history;
        this.outputs = outputs;
        this.opened = opened;
    }

    /** Opens them; null when there is no snapshot yet, or when one of its files was moved away or changes just now. */
    public static @Nullable SnapshotFiles open(Disk disk, Path data, Path folder) throws IOException {
        Snapshot newest = SnapshotStore.open(disk, data).newest();
        if (newest == null) {
            return null;
        }
        try (var opening = new CloseStack()) {
            List<DiskFile> outputs = new ArrayList<>();
            for (OutputState state : newest.outputs()) {
                DiskFile file = open(disk, data, folder, newest, state, opening);
                if (file == null) {
                    return null;
                }
                outputs.add(file);
            }
            byte[] history = new byte[Math.toIntExact(newest.historyBytes())];
            if (history.length > 0) {
                try (DiskFile from = disk.openForReading(data.resolve(OutputHistory.FILE))) {
                    from.read(history, 0, history.length, 0);
                }
            }
            return new SnapshotFiles(newest, history, List.copyOf(outputs), opening.release());
        } catch (NoSuchFileException e) {
            return null; // renamed between two looks
        }
    }

    private static @Nullable DiskFile open(
            Disk disk, Path data, Path folder, Snapshot snapshot, OutputState state, CloseStack opening)
            throws IOException {
        Event before = next(disk, data, snapshot, state);
        if (before != null && before.kind() == Kind.MOVED) {
            return null;
        }
        String name = before == null ? state.file() : OutputPlaces.endedName(state.file(), before.index());
        Path path = folder.resolve(name);
        if (before != null && disk.stat(path) == null) {
            path = folder.resolve(state.file()); // it is about to be renamed
        }
        DiskFile file = opening.own(disk.openForReading(path));
        Event after = next(disk, data, snapshot, state);
        boolean same = before == null ? after == null : before.equals(after);
        return same && file.size() >= state.lengthBytes() ? file : null;
    }

    private static @Nullable Event next(Disk disk, Path data, Snapshot snapshot, OutputState state) throws IOException {
        try (OutputHistory history = OutputHistory.openReadOnly(disk, data)) {
            List<Event> events = history.after(snapshot.historyBytes(), state.file());
            return events.isEmpty() ? null : events.get(0);
        }
    }

    public Snapshot snapshot() {
        return snapshot;
    }

    /** The snapshot as it stands in its file. */
    public byte[] encoded() {
        return encoded;
    }

    /** The history of outputs up to the snapshot. */
    public byte[] history() {
        return history;
    }

    /** The files of the snapshot's outputs, in their order; each has at least the length that it says. */
    public List<DiskFile> outputs() {
        return outputs;
    }

    @Override
    public void close() throws IOException {
        opened.close();
    }
}
