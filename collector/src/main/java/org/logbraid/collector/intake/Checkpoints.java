package org.logbraid.collector.intake;

import org.logbraid.collector.entry.Entry;

/**
 * Proposes a CHECK after each 64 MiB of journal, so that collectors compare what they have made of it.
 *
 * <p>Not thread-safe: lives on the {@code collector-intake} thread.
 */
final class Checkpoints {
    static final long EVERY_BYTES = 64L * 1024 * 1024;

    private final Proposer proposer;
    private long checkedAt;

    Checkpoints(Proposer proposer) {
        this.proposer = proposer;
    }

    void turn() {
        if (proposer.bytes() - checkedAt >= EVERY_BYTES) {
            checkedAt = proposer.bytes();
            proposer.propose(new Entry.Check());
        }
    }
}
