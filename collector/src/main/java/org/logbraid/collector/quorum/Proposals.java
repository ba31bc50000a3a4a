package org.logbraid.collector.quorum;

/** Where intake hands its proposals over. Safe for one proposing thread. */
@FunctionalInterface
public interface Proposals {
    /**
     * Offers a proposal to the leader.
     *
     * @return false when the queue is full: nothing was taken, offer it again
     */
    boolean offer(Proposal proposal);
}
