package org.logbraid.agent.handover;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.logbraid.agent.AgentSettings;
import org.logbraid.common.HostPort;
import org.logbraid.common.wire.Message;

/**
 * The search for a collector that gives a session: whom to ask next, what the operator hears of it, once, and when it is
 * in vain.
 *
 * <p>Not thread-safe: lives on the {@code agent-handover} thread.
 */
final class Search {
    private static final long HELD_NANOS = Duration.ofSeconds(10).toNanos();
    private static final Duration HELD_PAUSE = Duration.ofMillis(500);
    private static final Duration LOST_PAUSE = Duration.ofMillis(50);

    private final List<HostPort> collectors;
    private final String name;
    private final HandoverListener listener;
    private final Dialling dialling;
    private final Patience patience;
    private HostPort dialled;

    /** How long it may be in vain; null for ever. */
    private final @Nullable Duration giveUp;

    private boolean held;
    private long heldSince;
    private boolean saidUnreachable;
    private long lastReached;

    Search(AgentSettings settings, String name, RandomGenerator random, HandoverListener listener, long now) {
        this.collectors = settings.collectors();
        this.name = name;
        this.listener = listener;
        this.dialling = new Dialling(collectors, random, now);
        this.patience = new Patience(collectors.size() == 1);
        this.dialled = collectors.get(0);
        this.giveUp = settings.once() ? settings.giveUp() : null;
        this.lastReached = now;
    }

    List<HostPort> collectors() {
        return collectors;
    }

    boolean isDue(long now) {
        return dialling.isDue(now);
    }

    /** Time until {@link #isDue}. */
    long restNanos(long now) {
        return dialling.restNanos(now);
    }

    /** With the collector in hand. */
    Patience patience() {
        return patience;
    }

    /** The address to be dialled now. */
    HostPort address() {
        dialled = dialling.address();
        return dialled;
    }

    /** There is a session. */
    void found() {
        if (saidUnreachable) {
            saidUnreachable = false;
            listener.said("a collector is found again: agent=" + name);
        }
        held = false;
        patience.found(dialled);
        dialling.welcomed();
    }

    /** There was a session until now. */
    void lostSession(long now) {
        lastReached = now;
    }

    /** The connection that had a session was lost: the same collector again. */
    void again(long now) {
        dialling.again(LOST_PAUSE, now);
    }

    boolean hasOthers() {
        return collectors.size() > 1;
    }

    /** The collector in hand says nothing any more: the next one. */
    void silent(String reason, long now) {
        patience.lost(dialled, now);
        failed(reason, now);
    }

    /** The collector in hand leads no longer: others will know of another leader first. */
    void deposed(long now) {
        dialling.shun(dialled, now);
    }

    /** The dialled collector did not answer, or gave no session. */
    void failed(String reason, long now) {
        dialling.shun(dialled, now);
        dialling.failed(now);
        if (!isInVain()) {
            return;
        }
        patience.roundFailed();
        if (!saidUnreachable) {
            saidUnreachable = true;
            listener.said("no collector can be reached, trying on: to=" + collectors + " reason=" + reason);
        }
    }

    /** Whether each collector was tried in vain since one of them answered. */
    boolean isInVain() {
        return dialling.roundFailed();
    }

    /** The collector points elsewhere, or asks to wait for a leader. */
    void redirected(Message.Redirect redirect, long now) {
        dialling.answered();
        dialling.redirect(redirect.leader(), Duration.ofMillis(redirect.retryMillis()), now);
    }

    /**
     * Another process has the name: it may be one of ours that is about to end, so it is asked again for a while.
     *
     * @return whether that was long enough
     */
    boolean hasWaitedOut(String holder, long now) {
        dialling.answered();
        if (!held) {
            held = true;
            heldSince = now;
            listener.said("the name '" + name + "' is held by " + holder + ", trying for 10 s");
        } else if (now - heldSince >= HELD_NANOS) {
            return true;
        }
        dialling.again(HELD_PAUSE, now);
        return false;
    }

    /** Whether there was no session for longer than it may take. */
    boolean isGivenUp(long now) {
        return giveUp != null && now - lastReached > giveUp.toNanos();
    }
}
