package org.logbraid.collector.quorum;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.journal.Journal;
import org.logbraid.collector.journal.JournalReader;
import org.logbraid.common.frame.MalformedException;

/** What a start finds in a data folder: whether votes and journal belong together, and to this collector. Stateless. */
final class FoundState {
    private FoundState() {}

    /** What a log holds, as far as lists of members are concerned. */
    @FunctionalInterface
    interface Lists {
        /** The list that an entry makes; null where it is another one, or there is none. */
        Entry.@Nullable Members at(long index) throws IOException;
    }

    /**
     * What was stored last, with lists of members that the journal really holds.
     *
     * @throws IOException when votes and journal do not belong together, or to a collector of another name
     */
    static VoteState of(String name, Journal journal, VoteStore votes) throws IOException {
        if (votes.fresh() && journal.lastIndex() > 0) {
            throw new IOException("there is a journal but no file of votes, part of the data folder is missing: restore"
                    + " it, or start with a new data folder: path=" + votes.path());
        }
        VoteState state;
        try (JournalReader reader = journal.openReader()) {
            state = of(
                    votes.state(),
                    journal.firstIndex(),
                    journal.knownCommitIndex(),
                    journal.lastIndex(),
                    index -> list(reader, index));
        }
        requireMember(name, state, votes);
        if (state.membersIndex() > votes.state().membersIndex()) {
            votes.store(state); // the next start does not look where this one does
        }
        return state;
    }

    /**
     * The same, of any log. A list is stored before its entry is appended, and the entry may never have come so far. One that was
     * taken back may be there again, as a power cut may undo what was taken back and not yet synced: it counts, committed or
     * not (rule 7). That is looked for behind what is known to be committed, which is never taken back.
     */
    static VoteState of(VoteState stored, long firstIndex, long committed, long lastIndex, Lists log)
            throws IOException {
        VoteState state = stored;
        while (state.members() != null
                && state.membersIndex() >= firstIndex
                && !state.members().equals(log.at(state.membersIndex()))) {
            state = state.withoutNewest();
        }
        long from = Math.max(state.membersIndex(), Math.max(committed, firstIndex - 1)) + 1;
        for (long index = from; index <= lastIndex; index++) {
            Entry.Members list = log.at(index);
            if (list != null) {
                state = state.members(list, index);
            }
        }
        return state;
    }

    private static Entry.@Nullable Members list(JournalReader reader, long index) throws IOException {
        if (!reader.read(index) || reader.header().type() != EntryType.MEMBERS) {
            return null;
        }
        try {
            return (Entry.Members) Entry.decode(EntryType.MEMBERS, reader.content(), 0, reader.length());
        } catch (MalformedException e) {
            throw new IOException("a list of members that cannot be read: index=" + index + " " + e.getMessage(), e);
        }
    }

    private static void requireMember(String name, VoteState state, VoteStore votes) throws IOException {
        Entry.Members list = state.members();
        List<Entry.Member> members = list == null ? List.of() : list.members();
        for (Entry.Member member : members) {
            if (member.incarnation().equals(state.incarnation())
                    && !member.name().equals(name)) {
                throw new IOException("the data folder belongs to collector '" + member.name() + "', not to '" + name
                        + "': start it under its name, or with another data folder: path=" + votes.path());
            }
        }
    }
}
