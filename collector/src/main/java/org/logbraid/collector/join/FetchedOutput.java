package org.logbraid.collector.join;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.output.OutputAside;
import org.logbraid.collector.peers.PeerMessage.Ask;
import org.logbraid.collector.peers.PeerMessage.Result;
import org.logbraid.collector.peers.PeerMessage.Told;
import org.logbraid.common.disk.Disk;
import org.logbraid.common.disk.DiskFile;
import org.logbraid.common.disk.FileStat;
import org.logbraid.common.wire.InstanceId;

/**
 * An open file of the group that is being fetched to its place. What stands there already and begins as it does is kept and
 * completed; anything else is set aside. Only pieces that are not there are sent.
 *
 * <p>Not thread-safe: belongs to its {@link JoinCycle}.
 */
final class FetchedOutput implements Closeable {
    private final Disk disk;
    private final Path path;
    private final long length;
    private final InstanceId log;
    private @Nullable DiskFile file;
    private byte[] piece = new byte[0];
    private long at;

    FetchedOutput(Disk disk, Path folder, JoinOffer.Output output, InstanceId log) throws IOException {
        this.disk = disk;
        this.path = folder.resolve(output.name());
        this.length = output.lengthBytes();
        this.log = log;
        disk.createFolders(Objects.requireNonNull(path.getParent()));
        if (length == 0) {
            if (size() > 0) {
                OutputAside.set(disk, path, log);
            }
            finish();
        }
    }

    private long size() throws IOException {
        FileStat there = disk.stat(path);
        return there == null ? 0 : there.sizeBytes();
    }

    /** The request for the next piece. */
    Ask ask(long number, long snapshot, int part) throws IOException {
        boolean hasAll = readOwn();
        return new Ask(number, snapshot, part, at, JoinServing.PIECE_BYTES, hasAll ? sum() : 0, hasAll);
    }

    boolean isWhole() {
        return at >= length;
    }

    private DiskFile opened() throws IOException {
        DiskFile open = file;
        if (open == null) {
            open = disk.openForWriting(path);
            file = open;
        }
        return open;
    }

    /** Reads what stands here of the next piece; whether it is all there. */
    private boolean readOwn() throws IOException {
        int wanted = (int) Math.min(JoinServing.PIECE_BYTES, length - at);
        if (size() < at + wanted) {
            return false;
        }
        piece = piece.length == wanted ? piece : new byte[wanted];
        int count = 0;
        for (int got = 1; got > 0 && count < wanted; count += got) {
            got = opened().read(piece, count, wanted - count, at + count);
        }
        return count == wanted;
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
            at += piece.length;
        } else {
            if (at == 0 && !beginsAs(told)) {
                close();
                OutputAside.set(disk, path, log);
            }
            opened().write(told.array(), told.offset(), told.length(), at);
            at += told.length();
        }
        if (isWhole()) {
            finish();
        }
        return isWhole();
    }

    /** Whether what stands here, be it less or more, begins as the output does. */
    private boolean beginsAs(Told told) throws IOException {
        byte[] own = new byte[(int) Math.min(told.length(), size())];
        int count = own.length == 0 ? 0 : opened().read(own, 0, own.length, 0);
        return count == own.length && Arrays.equals(own, 0, count, told.array(), told.offset(), told.offset() + count);
    }

    private void finish() throws IOException {
        opened().force();
        disk.forceFolder(Objects.requireNonNull(path.getParent()));
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
            file = null;
        }
    }
}
