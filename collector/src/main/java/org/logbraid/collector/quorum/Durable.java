package org.logbraid.collector.quorum;

/**
 * How far this collector's disk has the log.
 *
 * @param index newest entry that a sync covered
 * @param term term of the journal's newest entry before that sync began: proves nothing of entries of another term
 */
public record Durable(long index, long term) {
    public static final Durable NOTHING = new Durable(0, 0);
}
