package org.logbraid.collector.output;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.logbraid.common.frame.ByteSink;
import org.logbraid.common.frame.ByteSource;
import org.logbraid.common.frame.MalformedException;

/**
 * A state that a replay may start from. {@code docs/format.md} draws its file. Immutable.
 *
 * @param index last entry applied
 * @param logTimeNanos its log time
 * @param firstNeeded first entry that a replay from here reads: of lines that wait, else {@code index + 1}
 * @param historyBytes length of the {@link OutputHistory} when it was taken
 * @param outputs where the open outputs stood, all of it on disk
 * @param state the state machine, in its own form
 */
public record Snapshot(
        long index, long logTimeNanos, long firstNeeded, long historyBytes, List<OutputState> outputs, byte[] state) {
    private static final int MAGIC = 0x4e53424c; // "LBSN" as it stands in the file
    private static final int VERSION = 1;
    private static final int CRC_BYTES = 4;
    private static final int MAX_OUTPUTS = 65_536;
    private static final int MAX_NAME_BYTES = 8_192;
    private static final int MAX_STATE_BYTES = 1 << 30;

    public Snapshot {
        outputs = List.copyOf(outputs);
    }

    byte[] encode() {
        var into = new ByteSink(state.length + 1024);
        into.i32(MAGIC);
        into.u16(VERSION);
        into.i64(index);
        into.i64(logTimeNanos);
        into.i64(firstNeeded);
        into.i64(historyBytes);
        into.varint(outputs.size());
        for (OutputState output : outputs) {
            into.sized(output.file().getBytes(StandardCharsets.UTF_8));
            into.i64(output.lengthBytes());
            into.i32(output.tailCrc());
        }
        into.sized(state);
        into.i32(crc(into.array(), into.length()));
        return into.toArray();
    }

    static Snapshot decode(byte[] bytes) throws MalformedException {
        int checked = bytes.length - CRC_BYTES;
        var from = ByteSource.of(bytes);
        if (from.i32() != MAGIC) {
            throw new MalformedException("not a snapshot");
        }
        int version = from.u16();
        if (version > VERSION) {
            throw new MalformedException("a snapshot of format " + version + ", known is " + VERSION);
        }
        var end = new ByteSource();
        end.wrap(bytes, Math.max(checked, 0), Math.min(CRC_BYTES, bytes.length));
        if (checked < 0 || end.i32() != crc(bytes, checked)) {
            throw new MalformedException("checksum differs");
        }
        long index = from.i64();
        long logTimeNanos = from.i64();
        long firstNeeded = from.i64();
        long historyBytes = from.i64();
        int count = from.count(MAX_OUTPUTS);
        List<OutputState> outputs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            var file = new String(from.sized(MAX_NAME_BYTES), StandardCharsets.UTF_8);
            outputs.add(new OutputState(file, from.i64(), from.i32()));
        }
        return new Snapshot(index, logTimeNanos, firstNeeded, historyBytes, outputs, from.sized(MAX_STATE_BYTES));
    }

    private static int crc(byte[] bytes, int length) {
        var crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
