package org.logbraid.collector.quorum;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.common.disk.Disk;
import org.logbraid.common.disk.DiskFile;
import org.logbraid.common.frame.ByteSink;
import org.logbraid.common.frame.ByteSource;
import org.logbraid.common.frame.MalformedException;
import org.logbraid.common.wire.InstanceId;

/**
 * Keeps the {@link VoteState} in a file of two slots that are written in turn, so that a torn write leaves the other
 * one. What {@link #store} was given is durable when it returns. {@code docs/format.md} draws the file.
 *
 * <p>Not thread-safe: belongs to the {@code collector-quorum} thread.
 */
public final class VoteStore implements Closeable {
    private static final String NAME = "votes";
    private static final int SLOT_BYTES = 64 * 1024;
    private static final int MAGIC = 'L' | 'B' << 8 | 'V' << 16 | 1 << 24;
    private static final int HEADER_BYTES = 20;
    private static final int AT_LENGTH = 4;
    private static final int AT_CRC = 8;
    private static final int AT_NUMBER = 12;
    private static final int MAX_NAME_BYTES = 1_024;

    private final DiskFile file;
    private final Path path;
    private final boolean fresh;
    private final ByteSink slot = new ByteSink(1_024);
    private long number;
    private volatile VoteState state;

    private VoteStore(DiskFile file, Path path, boolean fresh, long number, VoteState state) {
        this.file = file;
        this.path = path;
        this.fresh = fresh;
        this.number = number;
        this.state = state;
    }

    private record Slot(long number, VoteState state) {}

    /**
     * Opens the file in a data folder, or makes it with a new incarnation.
     *
     * @throws IOException naming the file, when both of its slots are damaged
     */
    public static VoteStore open(Disk disk, Path folder, RandomGenerator random) throws IOException {
        disk.createFolders(folder);
        Path path = folder.resolve(NAME);
        boolean fresh = disk.stat(path) == null;
        if (fresh) {
            make(disk, folder, path, new InstanceId(random.nextLong(), random.nextLong()));
        }
        disk.forceFolder(folder); // also what was found: who made it may have been killed before it was durable
        DiskFile file = disk.openForWriting(path);
        boolean whole = false;
        try {
            Slot newest = newest(read(file, 0), read(file, 1));
            if (newest == null) {
                throw new IOException(
                        "both halves of the file of votes are damaged, and without it this collector could"
                                + " vote twice: restore it from a copy, or start with a new data folder: path=" + path);
            }
            whole = true;
            return new VoteStore(file, path, fresh, newest.number, newest.state);
        } finally {
            if (!whole) {
                file.close();
            }
        }
    }

    /** Under another name at first, so that a file of votes always holds one. */
    private static void make(Disk disk, Path folder, Path path, InstanceId incarnation) throws IOException {
        Path beside = folder.resolve(NAME + ".new");
        disk.delete(beside);
        try (DiskFile file = disk.openForWriting(beside)) {
            write(file, new ByteSink(256), 1, new VoteState(incarnation, 0, "", null, 0));
        }
        disk.rename(beside, path);
    }

    private static @Nullable Slot newest(@Nullable Slot one, @Nullable Slot other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.number > other.number ? one : other;
    }

    private static @Nullable Slot read(DiskFile file, int which) throws IOException {
        byte[] bytes = new byte[SLOT_BYTES];
        int length = file.readAll(bytes, 0, SLOT_BYTES, (long) which * SLOT_BYTES);
        try {
            var from = new ByteSource();
            from.wrap(bytes, 0, length);
            if (from.i32() != MAGIC) {
                return null;
            }
            int bodyBytes = from.i32();
            int crc = from.i32();
            if (bodyBytes < 0 || bodyBytes > length - HEADER_BYTES || crc != sum(bytes, bodyBytes)) {
                return null;
            }
            long number = from.i64();
            var incarnation = InstanceId.read(from);
            long term = from.i64();
            String votedFor = new String(from.sized(MAX_NAME_BYTES), StandardCharsets.UTF_8);
            long membersIndex = from.i64();
            Entry.Members members = list(membersIndex, from.sized(SLOT_BYTES));
            boolean told = from.place() < HEADER_BYTES + bodyBytes; // older files know of no list before
            long beforeIndex = told ? from.i64() : 0;
            Entry.Members before = told ? list(beforeIndex, from.sized(SLOT_BYTES)) : null;
            return new Slot(
                    number, new VoteState(incarnation, term, votedFor, members, membersIndex, before, beforeIndex));
        } catch (MalformedException e) {
            return null;
        }
    }

    private static Entry.@Nullable Members list(long index, byte[] bytes) throws MalformedException {
        return index == 0 ? null : (Entry.Members) Entry.decode(EntryType.MEMBERS, bytes, 0, bytes.length);
    }

    private static int sum(byte[] bytes, int bodyBytes) {
        var crc = new CRC32C();
        crc.update(bytes, AT_NUMBER, HEADER_BYTES - AT_NUMBER + bodyBytes);
        return (int) crc.getValue();
    }

    private static void write(DiskFile file, ByteSink slot, long number, VoteState state) throws IOException {
        slot.clear();
        slot.i32(MAGIC);
        slot.i32(0);
        slot.i32(0);
        slot.i64(number);
        state.incarnation().write(slot);
        slot.i64(state.term());
        slot.sized(state.votedFor().getBytes(StandardCharsets.UTF_8));
        slot.i64(state.membersIndex());
        slot.sized(state.members() == null ? new byte[0] : Entry.encode(state.members()));
        slot.i64(state.beforeIndex());
        slot.sized(state.before() == null ? new byte[0] : Entry.encode(state.before()));
        if (slot.length() > SLOT_BYTES) {
            throw new IOException("the list of members is too long: bytes=" + slot.length());
        }
        int bodyBytes = slot.length() - HEADER_BYTES;
        slot.i32At(AT_LENGTH, bodyBytes);
        slot.i32At(AT_CRC, sum(slot.array(), bodyBytes));
        file.write(slot.array(), 0, slot.length(), number % 2 * SLOT_BYTES);
        file.force();
    }

    /** What was stored last; safe for all threads. */
    public VoteState state() {
        return state;
    }

    /** Whether the file was made by this start: a journal that holds anything then belongs to somebody else. */
    public boolean fresh() {
        return fresh;
    }

    /** Where the file stands, for messages. */
    public Path path() {
        return path;
    }

    /** Keeps a state; durable on return. Any failure ends the process. */
    public void store(VoteState newest) throws IOException {
        write(file, slot, number + 1, newest);
        number++;
        state = newest;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
