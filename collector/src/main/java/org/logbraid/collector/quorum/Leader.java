package org.logbraid.collector.quorum;

import org.jspecify.annotations.Nullable;
import org.logbraid.collector.peers.Envelope;
import org.logbraid.collector.peers.PeerMessage.Append;
import org.logbraid.collector.peers.PeerMessage.Behind;

/**
 * Who leads, as far as this collector knows, and what it has said last.
 *
 * <p>Not thread-safe: belongs to the core.
 */
final class Leader {
    private String name = "";
    private @Nullable Envelope saying;
    private String agents = "";
    private String http = "";
    private long heldByAll;
    private boolean behind;
    private long heardAt;

    /** Nobody is known to lead. */
    void none() {
        is("");
    }

    /** This collector leads. */
    void is(String self) {
        name = self;
        saying = null;
        agents = "";
        http = "";
        heldByAll = 0;
        behind = false;
    }

    /** Another one leads. */
    void heard(Envelope from, Append append, long now) {
        name = from.from();
        saying = from;
        agents = append.agents();
        http = append.http();
        heldByAll = append.heldByAll();
        behind = false;
        heardAt = now;
    }

    /**
     * Another one leads, and no longer has what it thinks that this collector needs.
     *
     * @param isBehind whether that is so
     */
    void heard(Envelope from, Behind message, boolean isBehind, long now) {
        name = from.from();
        saying = from;
        agents = message.agents();
        http = message.http();
        heldByAll = 0;
        behind = isBehind;
        heardAt = now;
    }

    /** The collectors' port of the leader when this collector has to fetch a snapshot from it, otherwise empty. */
    String source() {
        Envelope from = saying;
        return behind && from != null ? from.address() : "";
    }

    /** Whether a message comes from the leader that is followed, in the current term. */
    boolean isIt(Envelope from, long term) {
        return saying != null && from.term() == term && from.from().equals(name);
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
        return agents;
    }

    /** Where people reach it, empty when that is not known. */
    String http() {
        return http;
    }

    /** What it has said to be held by all. */
    long heldByAll() {
        return heldByAll;
    }
}
