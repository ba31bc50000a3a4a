package org.logbraid.collector.testing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.journal.EntryHeader;
import org.logbraid.collector.journal.Journal;
import org.logbraid.collector.journal.JournalReader;
import org.logbraid.collector.journal.Terms;

/** A journal in memory that has every entry at once; an entry can be damaged by hand. Not thread-safe. */
public final class MemoryJournal implements Journal {
    private record Stored(EntryHeader header, byte[] content) {}

    private final List<Stored> entries = new ArrayList<>();
    private final Set<Long> damaged = new HashSet<>();
    private final Terms terms = new Terms();
    private long cuts;
    private long first = 1;
    private long bytes;

    /** From now on the entry cannot be read. */
    public void damage(long index) {
        damaged.add(index);
    }

    /** What a copy of it holds that is made now. */
    public void copyTo(MemoryJournal other) {
        entries.forEach(entry -> other.append(entry.header(), entry.content(), 0, entry.content().length));
    }

    @Override
    public void append(EntryHeader header, byte[] content, int offset, int length) {
        byte[] copy = new byte[length];
        System.arraycopy(content, offset, copy, 0, length);
        entries.add(new Stored(header, copy));
        bytes += length;
        terms.appended(header.index(), header.term());
    }

    @Override
    public long firstIndex() {
        return first;
    }

    @Override
    public long lastIndex() {
        return entries.size();
    }

    private @Nullable EntryHeader last() {
        return entries.isEmpty() ? null : entries.get(entries.size() - 1).header();
    }

    @Override
    public long lastTerm() {
        EntryHeader last = last();
        return last == null ? 0 : last.term();
    }

    @Override
    public long lastLogTimeNanos() {
        EntryHeader last = last();
        return last == null ? Long.MIN_VALUE : last.logTimeNanos();
    }

    @Override
    public long termAt(long index) {
        return terms.of(index);
    }

    @Override
    public long newestAtOrBelow(long index, long term) {
        return terms.newestAtOrBelow(index, term);
    }

    @Override
    public long cuts() {
        return cuts;
    }

    @Override
    public long knownCommitIndex() {
        return entries.stream()
                .mapToLong(entry -> entry.header().commitIndex())
                .max()
                .orElse(0);
    }

    @Override
    public long appendedBytes() {
        return bytes;
    }

    @Override
    public long sync() {
        return lastIndex();
    }

    @Override
    public void cutFrom(long index) {
        entries.subList((int) index - 1, entries.size()).clear();
        terms.cutFrom(index);
        cuts++;
    }

    @Override
    public void beginAt(long index) {
        throw new UnsupportedOperationException("begins with 1");
    }

    @Override
    public void release(long firstNeededIndex) {
        first = Math.max(first, firstNeededIndex);
    }

    @Override
    public JournalReader openReader() {
        return new Reader();
    }

    @Override
    public void close() {
        // memory is as far as it goes
    }

    private final class Reader implements JournalReader {
        private @Nullable EntryHeader header;
        private byte[] content = {};

        @Override
        public boolean read(long index) throws IOException {
            if (index > lastIndex()) {
                return false;
            }
            if (index < first || damaged.contains(index)) {
                throw new IOException("entry " + index + " of the journal cannot be read: path=/memory");
            }
            Stored stored = entries.get((int) index - 1);
            header = stored.header();
            content = stored.content().clone();
            return true;
        }

        @Override
        public EntryHeader header() {
            if (header == null) {
                throw new IllegalStateException("nothing has been read yet");
            }
            return header;
        }

        @Override
        public byte[] content() {
            return content;
        }

        @Override
        public int length() {
            return content.length;
        }

        @Override
        public void close() {
            // memory is as far as it goes
        }
    }
}
