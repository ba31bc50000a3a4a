package org.logbraid.collector.quorum;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.peers.Envelope;
import org.logbraid.collector.peers.PeerMessage.AskVote;
import org.logbraid.collector.peers.PeerMessage.Vote;

/**
 * Standing for election, and voting for others: first it is asked whether there would be votes (pre-vote), so that a collector
 * that was cut off disturbs nobody when it is back.
 *
 * <p>Not thread-safe: belongs to the core.
 */
final class Elections {
    private enum Stage {
        NONE,
        /** Asks whether it would be voted for. */
        TRIAL,
        CANDIDATE
    }

    private final Votes votes;
    private final LogEnd log;
    private final CoreActions actions;
    private final Set<String> granted = new HashSet<>();
    private Stage stage = Stage.NONE;
    private long dueAt;
    private boolean waiting;

    Elections(Votes votes, LogEnd log, CoreActions actions) {
        this.votes = votes;
        this.log = log;
        this.actions = actions;
    }

    /** Whoever is not heard by then is given up; how long that is, is spread by chance. */
    void waitForLeader(long now) {
        waiting = true;
        dueAt = now + Timing.ELECTION_NANOS + actions.draw(Timing.ELECTION_NANOS);
    }

    /** The leader has said that it leads no longer. */
    void hurry(long now) {
        dueAt = now + actions.draw(Timing.HEARTBEAT_NANOS);
    }

    /** Whether the time is over; it begins with the first look. */
    boolean isDue(long now) {
        if (!waiting) {
            waitForLeader(now);
        }
        return now - dueAt >= 0;
    }

    /** Nobody to wait for, nobody to ask. */
    boolean isUncontested() {
        return votes.isMajority(1);
    }

    /** Rule 7, and rule 5: whoever cannot sync does not want to lead. */
    boolean mayStand(long now) {
        return votes.mayStand() && (isUncontested() || log.stuckNanos(now) < Timing.STUCK_NANOS);
    }

    boolean isStanding() {
        return stage != Stage.NONE;
    }

    /** Stands no longer. */
    void end() {
        stage = Stage.NONE;
    }

    /** Asks whether there would be votes. */
    void tryOut(long now) {
        stage = Stage.TRIAL;
        waitForLeader(now);
        ask(new AskVote(true, false, log.lastIndex(), log.lastTerm()));
    }

    /**
     * Asks for votes in a new term; the own one is stored before.
     *
     * @param handover whether the leader has asked for it
     */
    void stand(boolean handover, long now) throws IOException {
        votes.vote(votes.term() + 1, votes.name());
        stage = Stage.CANDIDATE;
        waitForLeader(now);
        ask(new AskVote(false, handover, log.lastIndex(), log.lastTerm()));
    }

    private void ask(AskVote question) {
        granted.clear();
        granted.add(votes.name());
        for (Entry.Member voter : votes.voters()) {
            if (!votes.isSelf(voter)) {
                actions.send(voter, question);
            }
        }
    }

    /** Takes a vote of the term that this collector is in, or of a trial. */
    void count(Envelope from, Vote vote) {
        Stage answered = vote.trial() ? Stage.TRIAL : Stage.CANDIDATE;
        boolean current = vote.trial() || from.term() == votes.term();
        if (vote.granted() && current && stage == answered && votes.bound(from.from(), from.incarnation()) != null) {
            granted.add(from.from());
        }
    }

    /** Whether there would be enough votes. */
    boolean isPromising() {
        return stage == Stage.TRIAL && votes.isMajority(granted.size());
    }

    /** Rule 7: only a voter of the newest list counts its own vote. */
    boolean isWon() {
        return stage == Stage.CANDIDATE && votes.mayStand() && votes.isMajority(granted.size());
    }

    /** Whether a vote may be given to one whose log ends so, in the current term. */
    boolean wouldVoteFor(AskVote candidate) {
        return log.isMatchedBy(candidate.lastIndex(), candidate.lastTerm());
    }

    /** Gives the vote of the current term, unless somebody else has it; durable on return. */
    boolean voteFor(String candidate, long now) throws IOException {
        if (!votes.votedFor().isEmpty() && !votes.votedFor().equals(candidate)) {
            return false;
        }
        votes.vote(votes.term(), candidate);
        end();
        waitForLeader(now);
        return true;
    }
}
