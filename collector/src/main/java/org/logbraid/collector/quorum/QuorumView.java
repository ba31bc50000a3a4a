package org.logbraid.collector.quorum;

import org.jspecify.annotations.Nullable;

/**
 * What other threads see of the quorum. Immutable; the newest one is published by the {@code collector-quorum} thread.
 *
 * @param leading whether this collector leads and its TERM entry is committed
 * @param leader name of the leader, empty while there is none
 * @param term current term
 * @param lastIndex newest entry in the journal
 * @param durableIndex newest entry that this collector's disk has
 * @param commitIndex newest committed entry
 * @param leaderAgents where agents reach the leader, when that is another collector and known, else empty
 * @param leaderHttp where people reach it, else empty
 */
public record QuorumView(
        boolean leading,
        String leader,
        long term,
        long lastIndex,
        long durableIndex,
        long commitIndex,
        String leaderAgents,
        String leaderHttp) {
    /** Of a collector that is alone, or knows of no other leader. */
    public QuorumView(boolean leading, String leader, long term, long lastIndex, long durableIndex, long commitIndex) {
        this(leading, leader, term, lastIndex, durableIndex, commitIndex, "", "");
    }

    static QuorumView of(Votes votes, LogEnd log, @Nullable Lead lead, Leader leader) {
        return new QuorumView(
                lead != null && lead.isEstablished(),
                leader.name(),
                votes.term(),
                log.lastIndex(),
                log.durableIndex(),
                log.commitIndex(),
                leader.agents(),
                leader.http());
    }

    /** Whether this collector's own disk has an entry. */
    public boolean isDurable(long index) {
        return durableIndex >= index;
    }
}
