package org.logbraid.collector.join;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.output.EndedFiles;
import org.logbraid.collector.peers.PeerMessage.AskEnded;
import org.logbraid.common.disk.Disk;
import org.logbraid.common.disk.DiskFile;
import org.logbraid.common.disk.FileStat;

/**
 * Reads pieces of files that have ended, for collectors that lack them: only those that the history of outputs speaks of. The one
 * that was asked for last is held open.
 *
 * <p>Not thread-safe: lives on the {@code collector-join} thread.
 */
final class EndedServing implements Closeable {
    private final Disk disk;
    private final Path data;
    private final Path outFolder;
    private String name = "";
    private @Nullable DiskFile file;
    private long usedAt;

    EndedServing(Disk disk, Path data, Path outFolder) {
        this.disk = disk;
        this.data = data;
        this.outFolder = outFolder;
    }

    /**
     * A piece of it.
     *
     * @return null when it is not here, or has another length
     * @throws IOException when it cannot be read
     */
    byte @Nullable [] piece(AskEnded ask, long now) throws IOException {
        usedAt = now;
        DiskFile from = open(ask);
        if (from == null || from.size() != ask.fileBytes()) {
            return null;
        }
        long left = Math.max(0, ask.fileBytes() - ask.from());
        byte[] bytes = new byte[(int) Math.min(left, Math.min(ask.length(), JoinServing.PIECE_BYTES))];
        return from.readAll(bytes, 0, bytes.length, ask.from()) == bytes.length ? bytes : null;
    }

    /** When it was asked for last, by the monotonic clock. */
    long usedAt() {
        return usedAt;
    }

    private @Nullable DiskFile open(AskEnded ask) throws IOException {
        if (name.equals(ask.file()) && file != null) {
            return file;
        }
        close();
        var wanted = new EndedFiles.Ended(ask.file(), ask.fileBytes());
        Path path = outFolder.resolve(ask.file());
        if (!EndedFiles.of(disk, data).contains(wanted)) {
            return null;
        }
        FileStat there = disk.stat(path);
        if (there == null || there.kind() != FileStat.Kind.REGULAR) {
            return null;
        }
        name = ask.file();
        file = disk.openForReading(path);
        return file;
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
            file = null;
        }
    }
}
