package org.logbraid.collector.quorum;

import org.jspecify.annotations.Nullable;
import org.logbraid.collector.peers.Envelope;
import org.logbraid.collector.peers.PeerMessage.Append;

/**
 * Who leads, as far as this collector knows, and what it has said last.
 *
 * <p>Not thread-safe: belongs to the core.
 */
final class Leader {
    private String name = "";
    private @Nullable Envelope saying;
    private @Nullable Append said;
    private long heardAt;

    /** Nobody is known to lead. */
    void none() {
        is("");
    }

    /** This collector leads. */
    void is(String self) {
        name = self;
        saying = null;
        said = null;
    }

    /** Another one leads. */
    void heard(Envelope from, Append append, long now) {
        name = from.from();
        saying = from;
        said = append;
        heardAt = now;
    }

    /** Empty when nobody is known. */
    String name() {
        return name;
    }

    /** Where answers go; null when this collector leads, or nobody. */
    @Nullable
    Envelope saying() {
        return saying;
    }

    /** Whether it was heard within the shortest time after which it is given up. */
    boolean isFresh(long now) {
        return saying != null && now - heardAt < Timing.ELECTION_NANOS;
    }

    long silentNanos(long now) {
        return saying == null ? 0 : now - heardAt;
    }

    /** Where agents reach it, empty when that is not known. */
    String agents() {
        return said == null ? "" : said.agents();
    }

    /** Where people reach it, empty when that is not known. */
    String http() {
        return said == null ? "" : said.http();
    }

    /** What it has said to be held by all. */
    long heldByAll() {
        return said == null ? 0 : said.heldByAll();
    }
}
