package org.logbraid.collector.intake;

import org.logbraid.collector.Order;
import org.logbraid.collector.ShapingSettings;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.merge.MergeView;

/**
 * Decides when the channel begins to write (T11): when the roster has come; without one, and every later time, 1 s after
 * the newest agent has come and at most 5 s after the first.
 *
 * <p>Not thread-safe: lives on the {@code collector-intake} thread.
 */
final class GateKeeper {
    private static final long AFTER_NEWEST_NANOS = 1_000_000_000L;
    private static final long AFTER_FIRST_NANOS = 5_000_000_000L;

    /** A GATE that found nothing to open is proposed again. */
    private static final long AGAIN_NANOS = 5_000_000_000L;

    private final Proposer proposer;
    private boolean open;
    private boolean everOpen;
    private boolean anyCome;
    private long firstAt;
    private long newestAt;
    private boolean proposed;
    private long proposedAt;

    GateKeeper(Proposer proposer) {
        this.proposer = proposer;
    }

    /** From now on this is decided here. */
    void begin(MergeView view, long now) {
        open = view.gateOpen();
        everOpen = view.everOpen();
        proposed = false;
        anyCome = false;
        if (view.waitingLines() > 0 || view.sessions().stream().anyMatch(MergeView.SessionView::come)) {
            come(now);
        }
    }

    /** An agent has come. */
    void come(long now) {
        if (!anyCome) {
            anyCome = true;
            firstAt = now;
        }
        newestAt = now;
    }

    void moved(boolean isOpen) {
        open = isOpen;
        everOpen |= isOpen;
        anyCome = false;
        proposed = false;
    }

    int turn(long now, MergeView view, ShapingSettings shaping) {
        if (open || shaping.order() != Order.TIME || (proposed && now - proposedAt < AGAIN_NANOS)) {
            return 0;
        }
        if (!isTime(now, view, shaping)) {
            return 0;
        }
        proposed = true;
        proposedAt = now;
        proposer.propose(new Entry.Gate(Greeter.CHANNEL));
        return 1;
    }

    private boolean isTime(long now, MergeView view, ShapingSettings shaping) {
        if (!everOpen && Roster.isAsked(shaping)) {
            return Roster.missing(shaping, view.come()) == 0;
        }
        return anyCome && (now - newestAt >= AFTER_NEWEST_NANOS || now - firstAt >= AFTER_FIRST_NANOS);
    }
}
