package org.logbraid.collector;

import org.logbraid.collector.intake.IntakeCycle;
import org.logbraid.collector.merge.MergeCycle;
import org.logbraid.collector.quorum.QuorumCycle;
import org.logbraid.collector.quorum.QuorumView;

/**
 * The steps of a clean stop, each waited for while the stages go on turning: agents are sent away, what was proposed is
 * committed and another member leads, what may be written is written and put into a snapshot.
 *
 * <p>Safe for all threads.
 */
final class CleanStop {
    private enum Stopping {
        NO,
        INTAKE,
        QUORUM,
        MERGE,
        DONE
    }

    private final IntakeCycle intake;
    private final QuorumCycle quorum;
    private final MergeCycle merge;
    private Stopping stopping = Stopping.NO;
    private QuorumView drained = new QuorumView(false, "", -1, -1, -1, -1);

    CleanStop(IntakeCycle intake, QuorumCycle quorum, MergeCycle merge) {
        this.intake = intake;
        this.quorum = quorum;
        this.merge = merge;
    }

    /** Takes one more step; whether nothing is left to be done. */
    synchronized boolean step() {
        switch (stopping) {
            case NO -> {
                intake.stop();
                stopping = Stopping.INTAKE;
            }
            case INTAKE -> {
                if (intake.isStopped()) {
                    stopping = Stopping.QUORUM;
                }
            }
            case QUORUM -> {
                QuorumView now = quorum.view();
                boolean quiet = now.equals(drained) && now.commitIndex() == now.lastIndex();
                drained = now;
                if (now.leading() && quiet && quorum.hasOthers()) {
                    quorum.handOver(); // then this one leads no longer
                } else if (quiet || !now.leading()) {
                    skip();
                }
            }
            case MERGE -> {
                if (merge.isStopped()) {
                    stopping = Stopping.DONE;
                }
            }
            case DONE -> {
                // nothing is left
            }
        }
        return stopping == Stopping.DONE;
    }

    /** Whether a stop has begun and its merge is not asked to end yet. */
    synchronized boolean isHandingOver() {
        return stopping == Stopping.INTAKE || stopping == Stopping.QUORUM;
    }

    /** Goes on to the next step although this one is not done: it has had its time. */
    synchronized void skip() {
        switch (stopping) {
            case NO, INTAKE -> stopping = Stopping.QUORUM;
            case QUORUM -> {
                merge.stop();
                stopping = Stopping.MERGE;
            }
            case MERGE, DONE -> stopping = Stopping.DONE;
        }
    }
}
