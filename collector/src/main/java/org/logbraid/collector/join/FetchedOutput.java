package org.logbraid.collector.join;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.peers.PeerMessage.Ask;
import org.logbraid.collector.peers.PeerMessage.Result;
import org.logbraid.collector.peers.PeerMessage.Told;
import org.logbraid.common.disk.Disk;
import org.logbraid.common.disk.DiskFile;
import org.logbraid.common.disk.FileStat;
import org.logbraid.common.wire.InstanceId;

/**
 * An open file of the group that is being fetched. Where what stands in its place already begins as it does, only the rest is
 * sent, otherwise the pieces that are not there. What stands there is never touched: a collector that is killed before
 * everything is fetched goes on with it. What is sent lies beside it, as {@link FetchedPlaces} tells.
 *
 * <p>Not thread-safe: belongs to its {@link JoinCycle}.
 */
final class FetchedOutput implements Closeable {
    private final Disk disk;
    private final Path data;
    private final Path path;
    private final String name;
    private final long length;
    private final InstanceId log;
    private @Nullable DiskFile own;
    private @Nullable DiskFile beside;
    private byte[] piece = new byte[0];
    private long from; // first byte that is written beside
    private long at;

    FetchedOutput(Disk disk, Path data, Path folder, JoinOffer.Output output, InstanceId log) throws IOException {
        this.disk = disk;
        this.data = data;
        this.path = folder.resolve(output.name());
        this.name = output.name();
        this.length = output.lengthBytes();
        this.log = log;
        FileStat there = disk.stat(path);
        if (there != null && there.sizeBytes() > 0) {
            own = disk.openForWriting(path); // so that it can be forced
        }
        if (length == 0 && own != null) {
            begin(true);
            finish();
        }
    }

    /** The request for the next piece. */
    Ask ask(long number, long snapshot, int part) throws IOException {
        boolean hasAll = readOwn();
        return new Ask(number, snapshot, part, at, JoinServing.PIECE_BYTES, hasAll ? sum() : 0, hasAll);
    }

    boolean isWhole() {
        return at >= length;
    }

    private long ownBytes() throws IOException {
        return own == null ? 0 : own.size();
    }

    /** Reads what stands here of the next piece; whether it is all there. */
    private boolean readOwn() throws IOException {
        int wanted = (int) Math.min(JoinServing.PIECE_BYTES, length - at);
        if (own == null || own.size() < at + wanted) {
            return false;
        }
        piece = piece.length == wanted ? piece : new byte[wanted];
        return own.readAll(piece, 0, wanted, at) == wanted;
    }

    /** CRC32C of what {@link #readOwn} has read. */
    private int sum() {
        var crc = new CRC32C();
        crc.update(piece, 0, piece.length);
        return (int) crc.getValue();
    }

    /** Takes the next piece; whether that was the last one, and all is durable. */
    boolean take(Told told) throws IOException {
        if (told.result() == Result.SAME) {
            put(piece, 0, piece.length);
        } else if (beside != null || goesOnAs(told)) {
            if (beside == null) {
                begin(own == null);
            }
            put(told.array(), told.offset(), told.length());
        } else {
            at = 0;
            begin(true); // from the beginning: most of it is the same, and is copied
        }
        if (isWhole()) {
            finish();
        }
        return isWhole();
    }

    /** Whether what stands here ends within a piece, or before, and is the same up to there. */
    private boolean goesOnAs(Told told) throws IOException {
        long left = ownBytes() - at;
        if (own == null || left <= 0) {
            return true;
        }
        if (left > told.length()) {
            return false;
        }
        byte[] bytes = new byte[(int) left];
        int count = own.readAll(bytes, 0, bytes.length, at);
        return Arrays.equals(bytes, 0, count, told.array(), told.offset(), told.offset() + count);
    }

    private void begin(boolean whole) throws IOException {
        from = at;
        FetchedPlaces.add(disk, data, whole, from, log, name);
        disk.createFolders(Objects.requireNonNull(path.getParent()));
        beside = disk.openForWriting(FetchedPlaces.beside(path));
    }

    private void put(byte[] bytes, int offset, int count) throws IOException {
        if (beside != null) {
            beside.write(bytes, offset, count, at - from);
        }
        at += count;
    }

    private void finish() throws IOException {
        if (own != null) {
            own.force();
        }
        if (beside != null) {
            beside.force();
            disk.forceFolder(Objects.requireNonNull(path.getParent()));
        }
    }

    @Override
    public void close() throws IOException {
        if (own != null) {
            own.close();
            own = null;
        }
        if (beside != null) {
            beside.close();
            beside = null;
        }
    }
}
