package org.logbraid.system.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.journal.EntryHeader;
import org.logbraid.collector.journal.JournalReader;

/** All that was ever committed, as whoever was first had it: some collectors begin with a later entry. */
final class CommittedEntries {
    private record Kept(EntryHeader header, byte[] content) {}

    private final List<Kept> all = new ArrayList<>();

    void add(JournalReader at) {
        all.add(new Kept(at.header(), Arrays.copyOf(at.content(), at.length())));
    }

    /** Reads them. */
    JournalReader open() {
        return new Reader();
    }

    private final class Reader implements JournalReader {
        private @Nullable Kept at;

        @Override
        public boolean read(long index) {
            if (index > all.size()) {
                return false;
            }
            at = all.get((int) index - 1);
            return true;
        }

        private Kept at() {
            if (at == null) {
                throw new IllegalStateException("nothing was read yet");
            }
            return at;
        }

        @Override
        public EntryHeader header() {
            return at().header();
        }

        @Override
        public byte[] content() {
            return at().content();
        }

        @Override
        public int length() {
            return at().content().length;
        }

        @Override
        public void close() {} // has nothing of its own
    }
}
