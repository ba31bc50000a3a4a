package org.logbraid.collector.quorum;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.Acks;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.peers.Envelope;
import org.logbraid.collector.peers.PeerMessage;
import org.logbraid.common.wire.InstanceId;

/**
 * Agrees on the order: Raft (Ongaro and Ousterhout 2014; pre-vote and single-server changes as in Ongaro's dissertation), as
 * a state machine without thread, clock, chance, socket or disk. Events come in as calls, with readings of the clocks; what is
 * to be done goes out through {@link CoreActions}, how far all is committed stands in {@link #view}. The
 * journal is the log: entries are never kept here.
 *
 * <p>A group of one runs the same code as many: it votes for itself, begins its term with a TERM entry, and counts the
 * members whose disks have an entry until they are a majority.
 *
 * <p>Not thread-safe: belongs to the {@code collector-quorum} thread.
 */
public final class QuorumCore {
    /**
     * What the log holds when the core begins.
     *
     * @param lastIndex newest entry, 0 for none
     * @param lastTerm its term
     * @param commitIndex known to be committed
     */
    public record Log(long lastIndex, long lastTerm, long commitIndex) {}

    private final Acks acks;
    private final CoreActions actions;
    private final Votes votes;
    private final LogEnd log;
    private final Follow follow;
    private final Forming forming;
    private final Elections elections;
    private @Nullable Lead lead;
    private final Leader leader = new Leader();

    /**
     * Makes the core of one member.
     *
     * @param name this collector's name
     * @param configured the collectors that a new group is to have, this one among them, with no incarnation bound
     * @param logId what a new log is to be called
     * @param stored what was stored last; its lists of members are some that the log really holds
     */
    public QuorumCore(
            String name,
            List<Entry.Member> configured,
            InstanceId logId,
            VoteState stored,
            Log found,
            Acks acks,
            CoreActions actions) {
        this.acks = acks;
        this.actions = actions;
        this.votes = new Votes(name, stored, found.lastTerm(), actions);
        this.log = new LogEnd(found, votes, actions);
        this.follow = new Follow(log, actions);
        this.forming = new Forming(configured, logId, votes, log, actions);
        this.elections = new Elections(votes, log, actions);
    }

    /** Time passes. Called often; does what time alone brings about. */
    public void tick(long epochNanos, long now) throws IOException {
        Lead own = lead;
        if (own != null) {
            own.turn(epochNanos, now);
            stepDownIfCutOff(own, now);
            return;
        }
        if (!elections.isStanding()) { // who stands keeps the list that it stands for
            forming.turn(now);
        }
        if ((elections.isUncontested() || elections.isDue(now)) && elections.mayStand(now)) {
            tryToStand(now);
        }
        if (lead != null) {
            lead.begin(epochNanos, now);
        }
    }

    private void stepDownIfCutOff(Lead own, long now) {
        boolean fit = own.isHeardByMajority(now, Timing.UNHEARD_NANOS) && log.stuckNanos(now) < Timing.STUCK_NANOS;
        if (!fit && !elections.isUncontested()) {
            own.others().forEach(other -> actions.send(other.member(), new PeerMessage.Resigned()));
            waitForLeader(now);
        }
    }

    /** Leads no longer, and stands no longer. */
    private void waitForLeader(long now) {
        elections.end();
        elections.waitForLeader(now);
        lead = null;
        leader.none();
    }

    private void enterTerm(long term, long now) throws IOException {
        votes.vote(term, "");
        follow.termBegins();
        waitForLeader(now);
    }

    private void tryToStand(long now) throws IOException {
        waitForLeader(now);
        if (elections.isUncontested()) {
            stand(false, now);
        } else {
            elections.tryOut(now);
        }
    }

    private void stand(boolean handover, long now) throws IOException {
        follow.termBegins();
        elections.stand(handover, now);
        leadIfElected(now);
    }

    private void leadIfElected(long now) {
        if (elections.isWon()) {
            elections.end();
            leader.is(votes.name());
            lead = new Lead(votes, log, new LogTime(actions.lastLogTimeNanos()), acks, actions, now);
        }
    }

    /** Another collector says something. */
    public void receive(Envelope from, long now) throws IOException {
        if (!votes.isMeant(from, log.commitIndex())) {
            return;
        }
        PeerMessage message = from.message();
        if (message instanceof PeerMessage.Present present) {
            forming.present(from, present, now);
            if (lead != null) {
                lead.present(from, now);
            }
        } else if (message instanceof PeerMessage.AskVote ask) {
            asked(from, ask, now);
        } else if (message instanceof PeerMessage.Vote vote) {
            voted(from, vote, now);
        } else if (message instanceof PeerMessage.Append append) {
            append(from, append, now);
        } else if (message instanceof PeerMessage.Behind behind) {
            if (isLed(from, behind.number(), now)) {
                leader.heard(from, behind, !follow.canGoOn(behind), now);
                answer(from, follow.refuse(behind.number(), log.lastIndex()));
            }
        } else if (message instanceof PeerMessage.Appended answer) {
            appended(from, answer, now);
        } else if (message instanceof PeerMessage.Campaign) {
            if (leader.isIt(from, votes.term()) && elections.mayStand(now)) {
                stand(true, now);
            }
        } else if (message instanceof PeerMessage.Resigned && leader.isIt(from, votes.term())) {
            waitForLeader(now);
            elections.hurry(now);
        }
    }

    /** Rule 6: whoever hears a leader votes for nobody else, unless that leader has asked for it. */
    private boolean sticksToLeader(long now) {
        return lead != null || leader.isFresh(now);
    }

    private void asked(Envelope from, PeerMessage.AskVote ask, long now) throws IOException {
        boolean grants = !sticksToLeader(now) || ask.handover();
        if (ask.trial()) { // the envelope has the term that the other one is in, not the one that it would begin
            grants &= from.term() >= votes.term() && elections.wouldVoteFor(ask);
        } else if (grants) {
            if (from.term() > votes.term()) {
                enterTerm(from.term(), now);
            }
            grants = from.term() == votes.term()
                    && lead == null
                    && elections.wouldVoteFor(ask)
                    && elections.voteFor(from.from(), now);
        }
        answer(from, new PeerMessage.Vote(ask.trial(), grants));
    }

    private void answer(Envelope to, PeerMessage message) {
        actions.send(new Entry.Member(to.from(), to.incarnation(), false, to.address()), message);
    }

    private void voted(Envelope from, PeerMessage.Vote vote, long now) throws IOException {
        if (from.term() > votes.term()) {
            if (!sticksToLeader(now)) {
                enterTerm(from.term(), now); // rule 6: a refusal teaches the higher term
            }
            return;
        }
        elections.count(from, vote);
        if (elections.isPromising()) {
            stand(false, now);
        } else {
            leadIfElected(now);
        }
    }

    private void append(Envelope from, PeerMessage.Append append, long now) throws IOException {
        if (isLed(from, append.number(), now)) {
            leader.heard(from, append, now);
            answer(from, follow.take(append));
        }
    }

    /** Whether a leader's message is one of the current term, which may begin with it. */
    private boolean isLed(Envelope from, long number, long now) throws IOException {
        if (from.term() < votes.term()) {
            elections.end(); // rule 6: candidacy ends whenever a leader is heard, in any term
            answer(from, new PeerMessage.Appended(number, false, false, 0, 0, 0, 0));
            return false;
        }
        if (from.term() > votes.term()) {
            enterTerm(from.term(), now);
        } else if (lead != null) {
            throw new IllegalStateException("collector '" + from.from() + "' leads term " + from.term()
                    + ", which this collector leads: two data folders with one history");
        }
        waitForLeader(now);
        return true;
    }

    private void appended(Envelope from, PeerMessage.Appended answer, long now) throws IOException {
        if (from.term() > votes.term()) {
            enterTerm(from.term(), now);
        } else if (lead != null && from.term() == votes.term()) { // rule 2
            lead.appended(from, answer, now);
        }
    }

    /** Makes an entry of a content, when this collector leads. */
    public Proposed propose(EntryType type, byte[] content, int length, long epochNanos, long now) throws IOException {
        return lead == null ? Proposed.NOT_LEADING : lead.propose(type, content, length, epochNanos, now);
    }

    /** This collector's disk has entries. */
    public void durable(Durable durable, long now) {
        if (log.durable(durable, now) && lead != null) {
            lead.durable();
        }
    }

    /** Sends what the events so far have brought; to be called after them, and before waiting. */
    public void flush(long now) throws IOException {
        Envelope heard = leader.saying();
        if (lead != null) {
            lead.flush(now);
        } else if (heard != null && follow.hasNewsOfTheDisk()) {
            answer(heard, follow.newsOfTheDisk());
        }
    }

    /** Begins a change of the list of members; null when it is under way, otherwise why it is refused. */
    public @Nullable String change(MemberChange change, long now) {
        return lead == null ? "this collector does not lead" : lead.change(change, actions.address(), now);
    }

    /** Index of the entry that made the last change; 0 while it waits, -1 when this collector leads no longer. */
    public long changedAt() {
        return lead == null ? -1 : lead.changedAt();
    }

    /** Asks another voter to lead; whether one was asked. */
    public boolean handOver(long now) throws IOException {
        return lead != null && lead.handOver(now);
    }

    /** What is sent now, with the term and the log of this collector. */
    public Envelope sealed(InstanceId to, String address, PeerMessage message) {
        return votes.sealed(to, address, message);
    }

    /** How the members fare, as this one knows. */
    public GroupView group(long now) {
        return GroupView.of(votes, log, lead, leader, forming.missing(now), now);
    }

    /** The collectors' port of whom a snapshot has to be fetched from, or empty. */
    public String source() {
        return leader.source();
    }

    /** Newest entry that every member is known to have: later ones are wanted by somebody. */
    public long heldByAll() {
        return lead == null ? leader.heldByAll() : lead.heldByAll();
    }

    /** What others may know. */
    public QuorumView view() {
        return QuorumView.of(votes, log, lead, leader);
    }
}
