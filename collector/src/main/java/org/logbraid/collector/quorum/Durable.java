package org.logbraid.collector.quorum;

/**
 * How far this collector's disk has the log.
 *
 * @param index newest entry that a sync covered
 * @param cuts how often entries had been taken back before that sync began: of what took their places it proves nothing
 */
public record Durable(long index, long cuts) {
    public static final Durable NOTHING = new Durable(0, 0);
}
