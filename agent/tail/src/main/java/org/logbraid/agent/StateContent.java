package org.logbraid.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.Failpoint;
import org.logbraid.common.disk.Disk;
import org.logbraid.common.frame.ByteSink;
import org.logbraid.common.frame.ByteSource;
import org.logbraid.common.frame.Fingerprint;
import org.logbraid.common.frame.MalformedException;
import org.logbraid.common.wire.InstanceId;
import org.logbraid.common.wire.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands in the file {@code agent.state}: CRC32C of all that follows (4), version (1), then the fields in the order
 * of this record. Replaced in one step. Immutable.
 *
 * @param name name of the agent
 * @param instance its identity
 * @param place hash of machine and folder, by which a copy is known
 * @param knownLog the log of its last session
 * @param firstStart whether its first scan is not over
 * @param starts where files were begun that were not begun at their start
 */
record StateContent(
        String name,
        InstanceId instance,
        long place,
        InstanceId knownLog,
        boolean firstStart,
        Map<Fingerprint, Long> starts) {
    static final StateContent EMPTY = new StateContent("", InstanceId.NONE, 0, InstanceId.NONE, true, Map.of());
    static final String FILE = "agent.state";

    private static final Logger log = LoggerFactory.getLogger(StateContent.class);
    private static final int VERSION = 1;
    private static final int MAX_FILE_BYTES = 64 * 1024 * 1024;

    /** Reads the file; null when there is none, or when it is damaged, which is said. */
    static @Nullable StateContent read(Disk disk, Path folder) throws IOException {
        Path path = folder.resolve(FILE);
        try (var file = disk.openForReading(path)) {
            byte[] bytes = new byte[(int) Math.min(file.size(), MAX_FILE_BYTES)];
            int unused = file.readAll(bytes, 0, bytes.length, 0); // one that has become shorter is told by its checksum
            return decode(bytes);
        } catch (NoSuchFileException e) {
            return null;
        } catch (MalformedException e) {
            log.warn("the state file is damaged, the log knows what it knew: path={} reason={}", path, e.getMessage());
            return null;
        }
    }

    private static StateContent decode(byte[] bytes) throws MalformedException {
        var from = ByteSource.of(bytes);
        if (from.i32() != crc(bytes, bytes.length)) {
            throw new MalformedException("wrong checksum");
        }
        int version = from.u8();
        if (version != VERSION) {
            throw new MalformedException("version " + version + ", known is " + VERSION);
        }
        String name = new String(from.sized(Message.MAX_NAME_BYTES), StandardCharsets.UTF_8);
        InstanceId instance = InstanceId.read(from);
        long place = from.i64();
        InstanceId knownLog = InstanceId.read(from);
        boolean firstStart = from.u8() != 0;
        int count = from.count(from.remaining());
        Map<Fingerprint, Long> starts = new HashMap<>();
        for (int i = 0; i < count; i++) {
            starts.put(new Fingerprint(from.i64(), from.i64(), from.i64()), from.i64());
        }
        return new StateContent(name, instance, place, knownLog, firstStart, Map.copyOf(starts));
    }

    /** Replaces the file, durably. */
    void write(Disk disk, Path folder) throws IOException {
        var into = new ByteSink(1024);
        into.i32(0);
        into.u8(VERSION);
        into.sized(name.getBytes(StandardCharsets.UTF_8));
        instance.write(into);
        into.i64(place);
        knownLog.write(into);
        into.u8(firstStart ? 1 : 0);
        into.varint(starts.size());
        starts.forEach((file, start) -> {
            into.i64(file.device());
            into.i64(file.inode());
            into.i64(file.birthNanos());
            into.i64(start);
        });
        into.i32At(0, crc(into.array(), into.length()));
        Path beside = folder.resolve(FILE + ".new");
        disk.delete(beside);
        try (var file = disk.openForWriting(beside)) {
            Failpoint.STATE.pass();
            file.write(into.array(), 0, into.length(), 0);
            Failpoint.STATE.pass();
            file.force();
        }
        Failpoint.STATE.pass();
        disk.rename(beside, folder.resolve(FILE));
        Failpoint.STATE.pass();
        disk.forceFolder(folder);
    }

    private static int crc(byte[] bytes, int length) {
        var crc = new CRC32C();
        if (length > Integer.BYTES) {
            crc.update(bytes, Integer.BYTES, length - Integer.BYTES);
        }
        return (int) crc.getValue();
    }
}
