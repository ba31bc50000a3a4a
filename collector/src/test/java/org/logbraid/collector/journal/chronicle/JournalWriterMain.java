package org.logbraid.collector.journal.chronicle;

import java.nio.file.Path;
import java.util.Arrays;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.journal.EntryHeader;
import org.logbraid.collector.journal.JournalSettings;
import org.logbraid.common.clock.SystemClock;

/** A process that appends and syncs until it is killed, and says on its standard output what is durable. */
final class JournalWriterMain {
    private static final int ENTRIES_A_SYNC = 7;
    private static final long CYCLE_BYTES = 4L * 1024 * 1024;

    private JournalWriterMain() {}

    static JournalSettings settings() {
        return JournalSettings.DEFAULT.keepingNothing().withCycles(CYCLE_BYTES).withReserve(0);
    }

    /** Content that can be told from every other index's. */
    static byte[] content(long index) {
        byte[] content = new byte[(int) (1 + index * 7_919 % 60_000)];
        Arrays.fill(content, (byte) index);
        return content;
    }

    public static void main(String[] args) throws Exception {
        try (var journal = ChronicleJournal.open(Path.of(args[0]), settings(), SystemClock.INSTANCE)) {
            long durable = journal.sync();
            while (true) {
                for (int i = 0; i < ENTRIES_A_SYNC; i++) {
                    long index = journal.lastIndex() + 1;
                    byte[] content = content(index);
                    var header = new EntryHeader(index, 1, index, durable, EntryType.FRAME);
                    journal.append(header, content, 0, content.length);
                }
                durable = journal.sync();
                System.out.println("durable " + durable);
            }
        }
    }
}
