package org.logbraid.collector.quorum;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jctools.queues.MpscArrayQueue;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.quorum.MemberChange.Answer;
import org.logbraid.collector.quorum.MemberChange.Outcome;

/**
 * Changes of the list of members that people ask for, one at a time, answered when they are committed.
 *
 * <p>{@link #ask} is safe for all threads, the rest belongs to {@code collector-quorum}.
 */
final class AskedChanges {
    private static final int MOST_WAITING = 16;
    private static final String NO_LEADER = "this collector does not lead";

    private record Asked(MemberChange change, CompletableFuture<Answer> answer) {}

    private final QuorumCore core;
    private final Queue<Asked> waiting = new MpscArrayQueue<>(MOST_WAITING);
    private @Nullable Asked underWay;

    AskedChanges(QuorumCore core) {
        this.core = core;
    }

    CompletableFuture<Answer> ask(MemberChange change) {
        var answer = new CompletableFuture<Answer>();
        if (!waiting.offer(new Asked(change, answer))) {
            answer.complete(new Answer(Outcome.UNAVAILABLE, "too many changes wait; ask again later"));
        }
        return answer;
    }

    void turn(long now) throws IOException {
        Asked current = underWay;
        if (current == null) {
            current = waiting.poll();
            if (current == null) {
                return;
            }
            Answer refusal = begin(current.change(), now);
            if (refusal != null) {
                current.answer().complete(refusal);
                return;
            }
            underWay = current;
        }
        long index = core.changedAt();
        if (index < 0) {
            finish(current, Outcome.UNAVAILABLE, NO_LEADER + " any more; the change may be made still: see the status");
        } else if (index > 0 && core.view().commitIndex() >= index) {
            finish(current, Outcome.DONE, done(current.change()));
        }
    }

    private @Nullable Answer begin(MemberChange change, long now) throws IOException {
        QuorumView view = core.view();
        if (!view.leading()) {
            return new Answer(Outcome.UNAVAILABLE, NO_LEADER);
        }
        if (change.kind() != MemberChange.Kind.ADD && change.name().equals(view.leader())) {
            core.handOver(now);
            return new Answer(
                    Outcome.UNAVAILABLE, "'" + change.name() + "' leads, and hands over before it goes; ask again");
        }
        String refusal = core.change(change, now);
        return refusal == null ? null : new Answer(Outcome.REFUSED, refusal);
    }

    private void finish(Asked asked, Outcome outcome, String sentence) {
        underWay = null;
        asked.answer().complete(new Answer(outcome, sentence));
    }

    private static String done(MemberChange change) {
        return switch (change.kind()) {
            case ADD ->
                "'" + change.name() + "' is a member and learns: it votes once it has caught up, see the status";
            case REMOVE -> "'" + change.name() + "' is a member no longer: stop it";
            case REPLACE ->
                "'" + change.name() + "' is now the collector at " + change.address()
                        + ", which learns: it votes once it has caught up, see the status";
        };
    }
}
