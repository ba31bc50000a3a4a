package org.logbraid.collector.join;

import static java.util.Objects.requireNonNull;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.output.EndedFiles.Ended;
import org.logbraid.collector.peers.PeerMessage.AskEnded;
import org.logbraid.collector.peers.PeerMessage.Told;
import org.logbraid.common.disk.Disk;
import org.logbraid.common.disk.DiskFile;

/**
 * A file that has ended and is being fetched. It lies beside its place, as {@code NAME.fetching}, until all of it is on disk.
 *
 * <p>Not thread-safe: belongs to its {@link EndedFetch}.
 */
final class FetchedEnded implements Closeable {
    private static final String SUFFIX = ".fetching";

    private final Disk disk;
    private final Ended ended;
    private final Path path;
    private @Nullable DiskFile beside;
    private long at;

    /** Nothing of it is there yet; what an earlier fetch has left goes. */
    FetchedEnded(Disk disk, Path outFolder, Ended ended) throws IOException {
        this.disk = disk;
        this.ended = ended;
        this.path = outFolder.resolve(ended.file());
        disk.delete(beside(path));
    }

    private static Path beside(Path path) {
        return path.resolveSibling(path.getFileName() + SUFFIX);
    }

    String name() {
        return ended.file();
    }

    long lengthBytes() {
        return ended.lengthBytes();
    }

    long fetchedBytes() {
        return at;
    }

    AskEnded ask(long number) {
        return new AskEnded(number, ended.file(), ended.lengthBytes(), at, JoinServing.PIECE_BYTES);
    }

    /** Takes the next piece; whether that was the last one, and the file stands in its place. */
    boolean take(Told told) throws IOException {
        if (beside == null) {
            disk.createFolders(requireNonNull(path.getParent()));
            beside = disk.openForWriting(beside(path));
        }
        beside.write(told.array(), told.offset(), told.length(), at);
        at += told.length();
        if (at < ended.lengthBytes()) {
            return false;
        }
        beside.force();
        close();
        if (disk.stat(path) == null) { // whatever came meanwhile stays
            disk.rename(beside(path), path);
            disk.forceFolder(requireNonNull(path.getParent()));
        } else {
            disk.delete(beside(path));
        }
        return true;
    }

    /** Begins anew: somebody else is asked. */
    void forget() throws IOException {
        close();
        disk.delete(beside(path));
        at = 0;
    }

    @Override
    public void close() throws IOException {
        if (beside != null) {
            beside.close();
            beside = null;
        }
    }
}
