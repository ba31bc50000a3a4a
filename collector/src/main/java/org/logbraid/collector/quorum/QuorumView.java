package org.logbraid.collector.quorum;

/**
 * What other threads see of the quorum. Immutable; the newest one is published by the {@code collector-quorum} thread.
 *
 * @param leading whether this collector leads and its TERM entry is committed
 * @param leader name of the leader, empty while there is none
 * @param term current term
 * @param lastIndex newest entry in the journal
 * @param durableIndex newest entry that this collector's disk has
 * @param commitIndex newest committed entry
 */
public record QuorumView(
        boolean leading, String leader, long term, long lastIndex, long durableIndex, long commitIndex) {
    /** Whether this collector's own disk has an entry. */
    public boolean isDurable(long index) {
        return durableIndex >= index;
    }
}
