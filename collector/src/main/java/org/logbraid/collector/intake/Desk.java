package org.logbraid.collector.intake;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.logbraid.collector.ShapingSettings;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.intake.Requests.Asked;
import org.logbraid.collector.intake.Requests.Outcome;
import org.logbraid.collector.intake.Requests.Request;
import org.logbraid.collector.merge.MergeView;
import org.logbraid.collector.quorum.MemberChange;
import org.logbraid.collector.quorum.MemberChanges;

/**
 * Where people's and signals' requests become entries, answered once they are applied.
 *
 * <p>Not thread-safe: lives on the {@code collector-intake} thread.
 */
final class Desk {
    private static final String NO_LEADER =
            "this collector does not lead, or is about to start or stop; ask again later";

    private record Leaving(Asked asked, String agent, Set<Long> sessions) {}

    private record Changing(Asked asked, String canonical) {}

    private final Requests requests;
    private final Connections connections;
    private final Proposer proposer;
    private final Leadership leadership;
    private final MemberChanges members;
    private final Deque<Asked> rotating = new ArrayDeque<>();
    private final List<Leaving> leaving = new ArrayList<>();
    private final Deque<Changing> changing = new ArrayDeque<>();

    /**
     * Has no request yet.
     *
     * @param members changes the list of members
     */
    Desk(Requests requests, Connections connections, Proposer proposer, Leadership leadership, MemberChanges members) {
        this.members = members;
        this.requests = requests;
        this.connections = connections;
        this.proposer = proposer;
        this.leadership = leadership;
    }

    int turn(boolean open) {
        int done = 0;
        for (Asked asked = requests.poll(); asked != null; asked = requests.poll()) {
            done++;
            if (!open) {
                asked.complete(Outcome.UNAVAILABLE, NO_LEADER);
            } else {
                take(asked);
            }
        }
        String config = leadership.view().config();
        if (changing.stream().anyMatch(one -> one.canonical().equals(config))) {
            boolean reached = false;
            while (!reached) { // those before it were applied too, and have been followed by it
                Changing one = changing.removeFirst();
                reached = one.canonical().equals(config);
                one.asked().complete(Outcome.DONE, "the settings stand in the log");
            }
        }
        return done;
    }

    private void take(Asked asked) {
        Request request = asked.request();
        if (request instanceof Request.Forget forget) {
            forget(asked, forget.agent());
        } else if (request instanceof Request.Members members) {
            change(asked, members.change());
        } else if (request instanceof Request.Apply apply) {
            apply(asked, apply.settings());
        } else {
            rotating.addLast(asked);
            proposer.propose(new Entry.Rotate(""));
        }
    }

    private void change(Asked asked, MemberChange change) {
        var unused = members.ask(change).thenAccept(answer -> {
            Outcome outcome = switch (answer.outcome()) {
                case DONE -> Outcome.DONE;
                case REFUSED -> Outcome.REFUSED;
                case UNAVAILABLE -> Outcome.UNAVAILABLE;
            };
            asked.complete(outcome, answer.sentence());
        });
    }

    private void forget(Asked asked, String agent) {
        Connection holder = connections.holder(agent);
        if (holder != null) {
            asked.complete(
                    Outcome.REFUSED,
                    "agent '" + agent + "' is connected from " + holder.peer() + ": stop it before it is forgotten");
            return;
        }
        MergeView view = leadership.view();
        Set<Long> sessions = new HashSet<>();
        for (MergeView.SessionView session : view.sessions()) {
            if (session.agent().equals(agent)) {
                sessions.add(session.session());
                proposer.propose(new Entry.Bye(session.session(), true));
            }
        }
        if (!sessions.isEmpty()) {
            leaving.add(new Leaving(asked, agent, sessions));
        } else if (view.come().contains(agent)
                || view.sources().stream().anyMatch(source -> source.agent().equals(agent))) {
            asked.complete(Outcome.DONE, "nobody waits for agent '" + agent + "' any more as it is");
        } else {
            asked.complete(
                    Outcome.REFUSED,
                    "no agent '" + agent + "' is known here; whom a new channel waits for is the setting 'expect'");
        }
    }

    private void apply(Asked asked, ShapingSettings settings) {
        String canonical = settings.canonical();
        if (!changing.isEmpty() || !canonical.equals(leadership.view().config())) {
            proposer.propose(new Entry.Config(canonical));
        }
        changing.addLast(new Changing(asked, canonical));
    }

    void rotated(long index) {
        Asked asked = rotating.pollFirst();
        if (asked != null) {
            asked.complete(Outcome.DONE, "the outputs' files have ended at entry " + index);
        }
    }

    void over(long session) {
        leaving.removeIf(one -> {
            boolean was = one.sessions().remove(session);
            if (was && one.sessions().isEmpty()) {
                one.asked().complete(Outcome.DONE, "nobody waits for agent '" + one.agent() + "' any more");
                return true;
            }
            return false;
        });
    }

    /** What was proposed may never be applied. */
    void leadershipEnded() {
        rotating.forEach(asked -> asked.complete(Outcome.UNAVAILABLE, NO_LEADER));
        leaving.forEach(one -> one.asked().complete(Outcome.UNAVAILABLE, NO_LEADER));
        changing.forEach(one -> one.asked().complete(Outcome.UNAVAILABLE, NO_LEADER));
        rotating.clear();
        leaving.clear();
        changing.clear();
    }
}
