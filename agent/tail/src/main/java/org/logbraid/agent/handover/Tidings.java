package org.logbraid.agent.handover;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;

/**
 * Answers on their way to the tail, whose queue is bounded. Those that a newer one replaces are dropped here, so that
 * they stay few however long the tail takes.
 *
 * <p>Not thread-safe: lives on the {@code agent-handover} thread.
 */
final class Tidings {
    private final Queue<Answer> out;
    private final Deque<Answer> waiting = new ArrayDeque<>();

    Tidings(Queue<Answer> out) {
        this.out = out;
    }

    void tell(Answer answer) {
        boolean replaces = answer instanceof Answer.Accepted && waiting.peekLast() instanceof Answer.Accepted;
        if (replaces) {
            waiting.removeLast();
        } else if (answer instanceof Answer.Welcomed || answer instanceof Answer.Severed) {
            waiting.removeIf(older -> !(older instanceof Answer.Stop)); // all of it speaks of sessions that are over
        }
        if (answer instanceof Answer.PromiseEach) {
            waiting.removeIf(Answer.PromiseEach.class::isInstance);
        }
        waiting.add(answer);
    }

    void stop() {
        waiting.add(new Answer.Stop());
    }

    /** Whether the tail's queue had no room: nobody says when it has. */
    boolean isRefused() {
        return !waiting.isEmpty();
    }

    int turn() {
        int done = 0;
        while (!waiting.isEmpty() && out.offer(waiting.getFirst())) {
            waiting.removeFirst();
            done++;
        }
        return done;
    }
}
