package org.logbraid.collector.quorum;

import java.io.IOException;
import org.logbraid.collector.journal.Terms;
import org.logbraid.collector.peers.PeerMessage.Append;
import org.logbraid.collector.peers.PeerMessage.Appended;
import org.logbraid.collector.peers.PeerMessage.Behind;
import org.logbraid.collector.peers.PeerMessage.Item;

/**
 * Takes a leader's entries into the own log, where both agree on the one before.
 *
 * <p>Not thread-safe: belongs to the core.
 */
final class Follow {
    private final LogEnd log;
    private final CoreActions actions;
    private long verified; // newest entry known to be the leader's, in this term
    private long toldDurable;

    Follow(LogEnd log, CoreActions actions) {
        this.log = log;
        this.actions = actions;
    }

    /** Another term: what the leader of the last one has verified counts no longer (rule 2). */
    void termBegins() {
        verified = 0;
        toldDurable = 0;
    }

    Appended take(Append append) throws IOException {
        long previous = append.previousIndex();
        if (!agreesAt(previous, append.previousTerm())) {
            // rule 9: nothing above it can be in both logs, so that a few round trips find where they part
            return refuse(append.number(), actions.newestAtOrBelow(previous, append.previousTerm()));
        }
        boolean full = false;
        long agreed = previous;
        for (Item item : append.items()) {
            if (!take(item, append)) {
                full = true;
                break;
            }
            agreed = item.header().index();
        }
        verified = Math.max(verified, agreed);
        log.commit(Math.min(append.commitIndex(), verified)); // rule 3
        toldDurable = durable();
        return new Appended(append.number(), true, full, verified, toldDurable, 0, 0);
    }

    /** Answers that both logs can have an entry in common at most. */
    Appended refuse(long number, long index) {
        return new Appended(number, false, false, verified, durable(), index, Math.max(0, actions.termAt(index)));
    }

    /**
     * Whether the leader's entries can follow here: what stands before the first that it keeps is the same in both logs. Where
     * that differs, all of the own log from there on was never committed, however long it is.
     */
    boolean canGoOn(Behind behind) {
        return agreesAt(behind.firstIndex() - 1, behind.previousTerm());
    }

    /** What is committed is the same in all logs. */
    private boolean agreesAt(long index, long term) {
        long own = actions.termAt(index);
        if (index <= log.commitIndex()) {
            if (own != Terms.UNKNOWN && own != term) {
                throw new IllegalStateException(
                        "committed entry " + index + " has term " + own + " here and term " + term + " at the leader");
            }
            return true;
        }
        return own == term;
    }

    private boolean take(Item item, Append append) throws IOException {
        long index = item.header().index();
        if (index <= log.lastIndex()) {
            if (agreesAt(index, item.header().term())) {
                return true;
            }
            log.cutFrom(index); // rule 9 has found where both logs part
        }
        if (!log.append(item.header(), append.array(), item.offset(), item.length())) {
            return false;
        }
        actions.taken(item.header(), append.array(), item.offset(), item.length());
        return true;
    }

    private long durable() {
        return Math.min(log.durableIndex(), verified);
    }

    /** Word of a sync, when the leader has not heard of it. */
    boolean hasNewsOfTheDisk() {
        return durable() > toldDurable;
    }

    Appended newsOfTheDisk() {
        toldDurable = durable();
        return new Appended(0, true, false, verified, toldDurable, 0, 0);
    }
}
