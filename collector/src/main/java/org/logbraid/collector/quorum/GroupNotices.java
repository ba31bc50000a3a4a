package org.logbraid.collector.quorum;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an operator hears of the group: whom it waits for before it begins, who leads, and when nobody does.
 *
 * <p>Not thread-safe: lives on the {@code collector-quorum} thread.
 */
final class GroupNotices {
    private static final Logger LOG = LoggerFactory.getLogger(GroupNotices.class);

    /** Whoever comes by then was not waited for. */
    private static final long SAY_NANOS = 3_000_000_000L;

    private final long began;
    private boolean saidMissing;
    private String leader = "";
    private long leaderlessSince;
    private boolean saidLeaderless;

    GroupNotices(long now) {
        began = now;
        leaderlessSince = now;
    }

    /** Looks at what is known, now and then. */
    void look(GroupView group, QuorumView view, long now) {
        if (!group.formed()) {
            if (!saidMissing && !group.missing().isEmpty() && now - began >= SAY_NANOS) {
                saidMissing = true;
                LOG.warn(
                        "the group begins when all its collectors have come for the first time: missing={}",
                        group.missing());
            }
            return;
        }
        if (group.members().size() < 2) {
            return;
        }
        if (!view.leader().isEmpty()) {
            leaderlessSince = now;
            saidLeaderless = false;
            if (!view.leader().equals(leader)) {
                leader = view.leader();
                LOG.info("the group has a leader: name={} term={}", leader, view.term());
            }
        } else if (!saidLeaderless && now - leaderlessSince >= SAY_NANOS) {
            saidLeaderless = true;
            leader = "";
            LOG.warn("the group has no leader: a majority of its voters is not within reach, agents wait;"
                    + " a collector that was removed or replaced meanwhile says so too, it is to be stopped");
        }
    }
}
