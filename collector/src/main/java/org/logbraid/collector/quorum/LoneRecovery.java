package org.logbraid.collector.quorum;

import java.io.IOException;
import java.util.List;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.journal.EntryHeader;
import org.logbraid.collector.journal.Journal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets one collector go on alone when the majority of its group is lost for good: its log gets a list of members that names
 * nobody else. Stateless; only while no stage is open.
 *
 * <p>What Raft forbids is done here on an operator's word: entries that a majority never had are committed, those that only
 * the lost ones had are gone, and where one of them comes back with its data there are two logs.
 */
public final class LoneRecovery {
    private static final Logger LOG = LoggerFactory.getLogger(LoneRecovery.class);

    private LoneRecovery() {}

    /**
     * Makes a collector the only member of its group, durably; nothing is changed where it is that already.
     *
     * @param address its collectors' port as others reach it, empty when it has none
     * @throws IOException when there is no log to go on with
     */
    public static void goOnAlone(String name, String address, Journal journal, VoteStore votes) throws IOException {
        VoteState state = FoundState.of(name, journal, votes);
        Entry.Members list = state.members();
        if (list == null || journal.lastIndex() == 0) {
            throw new IOException(
                    "there is no log to recover: start that collector with --recover which has the most of it;"
                            + " a new group forms by itself when all its collectors are there: path=" + votes.path());
        }
        var alone = new Entry.Members(list.log(), List.of(new Entry.Member(name, state.incarnation(), true, address)));
        if (list.equals(alone)) {
            LOG.info("nothing to recover: this collector is alone in its group");
            return;
        }
        long index = journal.lastIndex() + 1;
        long term = Math.max(state.term(), journal.lastTerm()) + 1;
        votes.store(state.vote(term, name).members(alone, index));
        byte[] content = Entry.encode(alone);
        var header =
                new EntryHeader(index, term, journal.lastLogTimeNanos(), journal.knownCommitIndex(), EntryType.MEMBERS);
        journal.append(header, content, 0, content.length);
        journal.sync();
        LOG.warn("this collector goes on alone: entry={} term={} members before={}", index, term, list.members());
    }
}
