package org.logbraid.collector.join;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.common.frame.ByteSink;
import org.logbraid.common.frame.ByteSource;
import org.logbraid.common.frame.MalformedException;
import org.logbraid.common.wire.InstanceId;

/**
 * What a joining collector is to fetch. Immutable; {@code docs/format.md} draws it.
 *
 * @param index entry that the snapshot speaks of
 * @param log id of the log
 * @param snapshotBytes length of the snapshot
 * @param historyBytes length of the history of outputs that goes with it
 * @param firstEntry first entry of the journal that is needed
 * @param outputs the open files as the snapshot has them
 * @param members the newest list of members before {@code firstEntry}, or null when none is known
 * @param membersIndex index of that entry, 0 without
 */
record JoinOffer(
        long index,
        InstanceId log,
        int snapshotBytes,
        int historyBytes,
        long firstEntry,
        List<Output> outputs,
        Entry.@Nullable Members members,
        long membersIndex) {
    /** Parts, as a request numbers them. */
    static final int OFFER = 0;

    static final int SNAPSHOT = 1;
    static final int HISTORY = 2;
    static final int ENTRIES = 3;
    static final int FIRST_OUTPUT = 4;

    private static final int MOST_OUTPUTS = 65_536;
    private static final int MOST_NAME_BYTES = 8_192;
    private static final int MOST_LIST_BYTES = 64 * 1024;

    /** An open file. */
    record Output(String name, long lengthBytes) {}

    JoinOffer {
        outputs = List.copyOf(outputs);
    }

    byte[] encode() {
        var into = new ByteSink(1_024);
        into.i64(index);
        log.write(into);
        into.varint(snapshotBytes);
        into.varint(historyBytes);
        into.i64(firstEntry);
        into.varint(outputs.size());
        for (Output output : outputs) {
            into.sized(output.name().getBytes(StandardCharsets.UTF_8));
            into.i64(output.lengthBytes());
        }
        into.i64(membersIndex);
        into.sized(members == null ? new byte[0] : Entry.encode(members));
        return into.toArray();
    }

    static JoinOffer decode(byte[] array, int offset, int length) throws MalformedException {
        var from = new ByteSource();
        from.wrap(array, offset, length);
        long index = from.i64();
        InstanceId log = InstanceId.read(from);
        int snapshotBytes = from.count(Integer.MAX_VALUE);
        int historyBytes = from.count(Integer.MAX_VALUE);
        long firstEntry = from.i64();
        int count = from.count(MOST_OUTPUTS);
        List<Output> outputs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            outputs.add(new Output(new String(from.sized(MOST_NAME_BYTES), StandardCharsets.UTF_8), from.i64()));
        }
        long membersIndex = from.i64();
        byte[] list = from.sized(MOST_LIST_BYTES);
        Entry.Members members =
                membersIndex == 0 ? null : (Entry.Members) Entry.decode(EntryType.MEMBERS, list, 0, list.length);
        return new JoinOffer(index, log, snapshotBytes, historyBytes, firstEntry, outputs, members, membersIndex);
    }
}
