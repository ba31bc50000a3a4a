package org.logbraid.system.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.journal.JournalReader;
import org.logbraid.collector.quorum.QuorumView;
import org.logbraid.common.frame.FrameReader;
import org.logbraid.common.frame.MalformedException;

/**
 * Judges the quorum after each of its turns (DESIGN.md, "Quorum"): one leader a term, one entry to an index and a term with one
 * before it, a leader has what was committed in earlier terms, one committed entry to an index, none of them cut, the first
 * commit on the disks of a majority, and what was acknowledged to agents is committed (G15).
 */
final class QuorumOracle {
    /** An entry that some collector has committed; its sum covers header and content. */
    private record Committed(long term, int sum, long committedIn) {}

    private record Place(long index, long term) {}

    private record Written(int sum, long termBefore) {}

    /** How much of a life's journal has been looked at. */
    private static final class Looked {
        private final SimulatedJournal journal;
        private long cuts;
        private long written;
        private long committed;

        Looked(SimulatedJournal journal) {
            this.journal = journal;
        }
    }

    private final List<Committed> committed = new ArrayList<>();
    private final Map<Long, SimulatedJournal> leaders = new HashMap<>();
    private final Map<Place, Written> written = new HashMap<>();
    private final Map<String, Looked> looked = new HashMap<>();
    private final Map<Long, Long> framesCommitted = new TreeMap<>();
    private final FrameReader frame = new FrameReader();

    /** A collector's quorum has had a turn; none of the members' disks but of those that have started is given. */
    void check(String name, QuorumView view, SimulatedJournal journal, List<SimulatedJournal> disks, int members)
            throws IOException {
        Looked life = looked.get(name);
        if (life == null || life.journal != journal) {
            life = new Looked(journal);
            looked.put(name, life);
        }
        if (life.cuts != journal.cuts()) {
            life.cuts = journal.cuts();
            life.written = 0;
            checkHas(name, journal, life.committed, Long.MAX_VALUE);
        }
        checkWritten(name, life);
        assertThat(view.commitIndex()).as("commit index of %s", name).isGreaterThanOrEqualTo(life.committed);
        for (long index = life.committed + 1; index <= view.commitIndex(); index++) {
            if (index > committed.size()) {
                checkOnMajority(index, journal, disks, members);
                committed.add(new Committed(journal.termAt(index), journal.sumAt(index), view.term()));
                noteFrame(journal, index);
            }
        }
        checkHas(name, journal, view.commitIndex(), Long.MAX_VALUE, life.committed + 1);
        life.committed = view.commitIndex();
        if (view.leader().equals(name)) {
            SimulatedJournal known = leaders.putIfAbsent(view.term(), journal);
            assertThat(known)
                    .as("%s leads term %s, and no other life of a collector", name, view.term())
                    .isIn(null, journal);
            if (known == null) {
                checkHas(name, journal, committed.size(), view.term());
            }
        }
    }

    /** One entry to an index and a term, and one before it. */
    private void checkWritten(String name, Looked life) {
        SimulatedJournal journal = life.journal;
        for (long index = life.written + 1; index <= journal.lastIndex(); index++) {
            var place = new Place(index, journal.termAt(index));
            var found = new Written(journal.sumAt(index), journal.termAt(index - 1));
            Written known = written.putIfAbsent(place, found);
            if (known != null && !known.equals(found)) {
                assertThat(found).as("logs match: %s at %s", place, name).isEqualTo(known);
            }
        }
        life.written = journal.lastIndex();
    }

    private void checkHas(String name, SimulatedJournal journal, long upTo, long beforeTerm) {
        checkHas(name, journal, upTo, beforeTerm, 1);
    }

    /** A journal has what was committed, as far as that was before a term. */
    private void checkHas(String name, SimulatedJournal journal, long upTo, long beforeTerm, long from) {
        for (long index = from; index <= upTo; index++) {
            Committed expected = committed.get((int) index - 1);
            if (expected.committedIn() >= beforeTerm) {
                continue;
            }
            boolean same = journal.lastIndex() >= index
                    && journal.termAt(index) == expected.term()
                    && journal.sumAt(index) == expected.sum();
            if (!same) {
                assertThat(describe(journal, index))
                        .as("committed entry %s of term %s at %s", index, expected.term(), name)
                        .isEqualTo(expected.toString());
            }
        }
    }

    private static String describe(SimulatedJournal journal, long index) {
        return journal.lastIndex() < index
                ? "the journal ends at " + journal.lastIndex()
                : "an entry of term " + journal.termAt(index) + " with sum " + journal.sumAt(index);
    }

    private void checkOnMajority(long index, SimulatedJournal first, List<SimulatedJournal> disks, int members) {
        long term = first.termAt(index);
        int sum = first.sumAt(index);
        long have = disks.stream()
                .filter(disk -> disk.syncedIndex() >= index && disk.termAt(index) == term && disk.sumAt(index) == sum)
                .count();
        if (have <= members / 2) {
            assertThat(have)
                    .as("disks of %s that have entry %s of term %s when it is first committed", members, index, term)
                    .isGreaterThan(members / 2);
        }
    }

    private void noteFrame(SimulatedJournal journal, long index) throws IOException {
        JournalReader reader = journal.openOracle();
        if (!reader.read(index) || reader.header().type() != EntryType.FRAME) {
            return;
        }
        try {
            frame.wrap(reader.content(), 0, reader.length());
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
        framesCommitted.merge(frame.session(), frame.number(), Math::max);
    }

    /** By session: what was acknowledged is committed, and stays so. */
    void checkAcknowledged(Map<Long, Long> acknowledged) {
        acknowledged.forEach((session, number) -> {
            if (framesCommitted.getOrDefault(session, 0L) < number) {
                assertThat(framesCommitted.getOrDefault(session, 0L))
                        .as("committed frames of session %s (G15)", session)
                        .isGreaterThanOrEqualTo(number);
            }
        });
    }

    /** At the end, a collector's journal has all that was ever committed. */
    void checkAll(String name, @Nullable SimulatedJournal journal) {
        assertThat(journal).as("journal of %s", name).isNotNull();
        if (journal != null) {
            checkHas(name, journal, committed.size(), Long.MAX_VALUE);
        }
    }
}
