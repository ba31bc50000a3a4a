package org.logbraid.collector;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.logbraid.collector.intake.Requests.Answer;
import org.logbraid.collector.intake.Requests.Outcome;

/**
 * A request of somebody who cannot ask again by himself, as a signal: while nobody leads, as at a start or between two leaders, it is
 * made again for a while. Stateless; safe for all threads.
 */
final class PatientRequest {
    private static final int MOST_TRIES = 20;
    private static final Executor LATER = CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS);

    private PatientRequest() {}

    /** The answer, or the last one of those that say that it could not be done just then. */
    static CompletableFuture<Answer> of(Supplier<CompletableFuture<Answer>> ask) {
        return tried(ask, 1);
    }

    private static CompletableFuture<Answer> tried(Supplier<CompletableFuture<Answer>> ask, int times) {
        return ask.get().thenCompose(answer -> {
            var last = CompletableFuture.completedFuture(answer);
            return answer.outcome() != Outcome.UNAVAILABLE || times == MOST_TRIES
                    ? last
                    : last.thenComposeAsync(refused -> tried(ask, times + 1), LATER);
        });
    }
}
