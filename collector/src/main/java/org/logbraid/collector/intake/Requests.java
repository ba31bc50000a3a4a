package org.logbraid.collector.intake;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jctools.queues.MpscArrayQueue;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.ShapingSettings;
import org.logbraid.collector.quorum.MemberChange;

/**
 * What people and signals ask of a running collector, on its way to the {@code collector-intake} thread, which makes
 * entries of it and answers once they are applied.
 *
 * <p>Safe for all threads; {@link #poll} belongs to the {@code collector-intake} thread.
 */
public final class Requests {
    private static final int MOST_WAITING = 256;

    private final Queue<Asked> waiting = new MpscArrayQueue<>(MOST_WAITING);
    private final Runnable onRequest;

    /**
     * Without any.
     *
     * @param onRequest called after each request, by whoever asks: wakes the thread that polls
     */
    public Requests(Runnable onRequest) {
        this.onRequest = onRequest;
    }

    /** What can be asked for. */
    public sealed interface Request {
        /** All outputs' files end here. */
        record Rotate() implements Request {}

        /** An agent is gone for good. */
        record Forget(String agent) implements Request {}

        /** The list of members changes. */
        record Members(MemberChange change) implements Request {}

        /** The settings that shape a file become these. */
        record Apply(ShapingSettings settings) implements Request {}
    }

    /** What became of a request. */
    public enum Outcome {
        /** It is applied. */
        DONE,
        /** It cannot be done, now or ever, as things stand. */
        REFUSED,
        /** It cannot be done here now; asking again later is worthwhile. */
        UNAVAILABLE
    }

    /** An outcome and a sentence for the one who asked. */
    public record Answer(Outcome outcome, String sentence) {}

    record Asked(Request request, CompletableFuture<Answer> answer) {
        void complete(Outcome outcome, String sentence) {
            answer.complete(new Answer(outcome, sentence));
        }
    }

    /** Asks; the answer comes later, from the {@code collector-intake} thread, or at once when too many wait. */
    public CompletableFuture<Answer> submit(Request request) {
        var answer = new CompletableFuture<Answer>();
        if (!waiting.offer(new Asked(request, answer))) {
            answer.complete(new Answer(Outcome.UNAVAILABLE, "too many requests wait; ask again later"));
        }
        onRequest.run();
        return answer;
    }

    @Nullable
    Asked poll() {
        return waiting.poll();
    }
}
