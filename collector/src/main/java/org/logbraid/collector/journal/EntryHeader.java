package org.logbraid.collector.journal;

import org.logbraid.collector.entry.EntryType;

/**
 * What stands before every entry's content in the journal.
 *
 * @param index place in the order, from 1, without holes
 * @param term term of the leader that made it
 * @param logTimeNanos the leader's wall clock in nanoseconds since the epoch; never goes back
 * @param commitIndex the commit index known when it was written
 * @param type kind of its content
 */
public record EntryHeader(long index, long term, long logTimeNanos, long commitIndex, EntryType type) {}
