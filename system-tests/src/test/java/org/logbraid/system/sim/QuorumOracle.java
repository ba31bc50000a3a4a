package org.logbraid.system.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.journal.JournalReader;
import org.logbraid.collector.quorum.QuorumView;
import org.logbraid.common.frame.FrameReader;
import org.logbraid.common.frame.MalformedException;
import org.logbraid.common.wire.InstanceId;

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

        /** Lists of members in it, by index. */
        private final TreeMap<Long, Entry.Members> lists = new TreeMap<>();

        private long cuts;
        private long written;
        private long committed;

        Looked(SimulatedJournal journal) {
            this.journal = journal;
            this.written = journal.begins() - 1;
            this.committed = journal.begins() - 1;
        }
    }

    private final List<Committed> committed = new ArrayList<>();
    private final Map<Long, SimulatedJournal> leaders = new HashMap<>();
    private final Map<Place, Written> written = new HashMap<>();
    private final Map<String, Looked> looked = new HashMap<>();
    private final Map<Long, Long> framesCommitted = new TreeMap<>();
    private final FrameReader frame = new FrameReader();
    private final CommittedEntries entries = new CommittedEntries();

    /** Lists of members that are committed, by index. */
    private final TreeMap<Long, Entry.Members> lists = new TreeMap<>();

    /** Journals as they are or were on the disks of data folders. */
    private final Map<InstanceId, SimulatedJournal> disks = new HashMap<>();

    /** A data folder was opened with its journal. */
    void opened(InstanceId incarnation, SimulatedJournal journal) {
        disks.put(incarnation, journal);
    }

    /** All that was ever committed. */
    JournalReader openCommitted() {
        return entries.open();
    }

    /** Members of the newest list that is committed; nobody before the first. */
    List<Entry.Member> members() {
        return lists.isEmpty() ? List.of() : lists.lastEntry().getValue().members();
    }

    /** Whether no list but the newest committed one stands in any journal behind that. */
    boolean isSettled() {
        long newest = lists.isEmpty() ? 0 : lists.lastKey();
        return newest > 0
                && looked.values().stream().allMatch(life -> life.lists.isEmpty() || life.lists.lastKey() <= newest);
    }

    /** Whether more than half of the voters have all that is committed, one of them not counted. */
    boolean isWholeWithout(String name) {
        List<Entry.Member> voters =
                members().stream().filter(Entry.Member::voting).toList();
        long have = voters.stream()
                .filter(voter -> !voter.name().equals(name))
                .map(voter -> disks.get(voter.incarnation()))
                .filter(disk -> disk != null && has(disk, committed.size(), committed.get(committed.size() - 1)))
                .count();
        return have > voters.size() / 2;
    }

    private static boolean has(SimulatedJournal disk, long index, Committed entry) {
        return index < disk.begins()
                || (disk.syncedIndex() >= index
                        && disk.termAt(index) == entry.term()
                        && disk.sumAt(index) == entry.sum());
    }

    /** A collector's quorum has had a turn. */
    void check(String name, QuorumView view, SimulatedJournal journal) throws IOException {
        Looked life = looked.get(name);
        if (life == null || life.journal != journal) {
            life = new Looked(journal);
            looked.put(name, life);
        }
        if (life.cuts != journal.cuts()) {
            life.cuts = journal.cuts();
            life.written = journal.begins() - 1;
            life.lists.clear();
            checkHas(name, journal, life.committed, Long.MAX_VALUE);
        }
        checkWritten(name, life);
        assertThat(view.commitIndex()).as("commit index of %s", name).isGreaterThanOrEqualTo(life.committed);
        for (long index = life.committed + 1; index <= view.commitIndex(); index++) {
            if (index > committed.size()) {
                var entry = new Committed(journal.termAt(index), journal.sumAt(index), view.term());
                checkOnMajority(index, entry, life);
                committed.add(entry);
                noteCommitted(journal, index);
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
    private void checkWritten(String name, Looked life) throws IOException {
        SimulatedJournal journal = life.journal;
        for (long index = life.written + 1; index <= journal.lastIndex(); index++) {
            var place = new Place(index, journal.termAt(index));
            if (journal.typeAt(index) == EntryType.MEMBERS) {
                life.lists.put(index, list(journal, index));
            }
            if (index == journal.begins() && index > 1) {
                continue; // the term of the one before is not known here
            }
            var found = new Written(journal.sumAt(index), journal.termAt(index - 1));
            Written known = written.putIfAbsent(place, found);
            if (known != null && !known.equals(found)) {
                assertThat(found).as("logs match: %s at %s", place, name).isEqualTo(known);
            }
        }
        life.written = journal.lastIndex();
    }

    private void checkHas(String name, SimulatedJournal journal, long upTo, long beforeTerm) {
        checkHas(name, journal, upTo, beforeTerm, journal.begins());
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

    /** What was committed under a list may be seen only once the next one stands behind it. */
    private void checkOnMajority(long index, Committed entry, Looked life) {
        TreeMap<Long, Entry.Members> known = new TreeMap<>(lists);
        known.putAll(life.lists);
        Map.Entry<Long, Entry.Members> newest = known.lastEntry();
        assertThat(newest)
                .as("a list of members stands in the log of whoever commits entry %s", index)
                .isNotNull();
        Map.Entry<Long, Entry.Members> before =
                newest == null || newest.getKey() <= index ? null : known.lowerEntry(newest.getKey());
        boolean held = newest != null && isOnMajority(index, entry, newest.getValue());
        if (!held && (before == null || !isOnMajority(index, entry, before.getValue()))) {
            assertThat(newest)
                    .as("entry %s is on the disks of a majority when it is first committed: %s", index, entry)
                    .isNull();
        }
    }

    private boolean isOnMajority(long index, Committed entry, Entry.Members list) {
        List<Entry.Member> voters =
                list.members().stream().filter(Entry.Member::voting).toList();
        long have = voters.stream()
                .map(voter -> disks.get(voter.incarnation()))
                .filter(disk -> disk != null && has(disk, index, entry))
                .count();
        return have > voters.size() / 2;
    }

    private static Entry.Members list(SimulatedJournal journal, long index) throws IOException {
        JournalReader reader = journal.openOracle();
        try {
            reader.read(index);
            return (Entry.Members) Entry.decode(EntryType.MEMBERS, reader.content(), 0, reader.length());
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void noteCommitted(SimulatedJournal journal, long index) throws IOException {
        JournalReader reader = journal.openOracle();
        if (!reader.read(index)) {
            throw new IllegalStateException("entry " + index + " is committed and not there");
        }
        entries.add(reader);
        if (reader.header().type() == EntryType.MEMBERS) {
            lists.put(index, list(journal, index));
        }
        if (reader.header().type() != EntryType.FRAME) {
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
