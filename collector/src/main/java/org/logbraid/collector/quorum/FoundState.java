package org.logbraid.collector.quorum;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.journal.Journal;
import org.logbraid.collector.journal.JournalReader;

/** What a start finds in a data folder: whether votes and journal belong together, and to this collector. Stateless. */
final class FoundState {
    private FoundState() {}

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
        VoteState state = votes.state();
        while (state.members() != null && !holds(journal, state.members(), state.membersIndex())) {
            state = state.withoutNewest();
        }
        requireMember(name, state, votes);
        return state;
    }

    /** The list is stored before its entry is appended, and the entry may never have come so far. */
    private static boolean holds(Journal journal, Entry.Members list, long index) throws IOException {
        if (index < journal.firstIndex()) {
            return true;
        }
        byte[] content = Entry.encode(list);
        try (JournalReader reader = journal.openReader()) {
            return reader.read(index)
                    && reader.header().type() == EntryType.MEMBERS
                    && Arrays.equals(content, 0, content.length, reader.content(), 0, reader.length());
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
