package org.logbraid.collector.join;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.quorum.VoteState;

/**
 * Lists of members that come with what is fetched: the newest one before the entries, and those among them. The last of all is
 * in force from then on.
 *
 * <p>Not thread-safe: belongs to its {@link FetchedEntries}.
 */
final class FetchedLists {
    private final SortedMap<Long, Entry.Members> lists = new TreeMap<>();

    /** An entry makes this list. */
    void add(long index, Entry.Members list) {
        lists.put(index, list);
    }

    /**
     * What is to be stored of them.
     *
     * @param stored as the data folder has it
     * @param firstEntry of those that are fetched: of the own ones from there on nothing is left
     */
    VoteState into(VoteState stored, long firstEntry) {
        VoteState state = stored;
        for (Map.Entry<Long, Entry.Members> each : lists.entrySet()) {
            boolean known = state.membersIndex() >= each.getKey() && state.membersIndex() < firstEntry;
            state = known ? state : state.members(each.getValue(), each.getKey());
        }
        return state;
    }
}
