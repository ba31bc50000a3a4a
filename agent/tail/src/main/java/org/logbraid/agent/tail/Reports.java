package org.logbraid.agent.tail;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import org.logbraid.agent.batching.FrameBatch;
import org.logbraid.agent.handover.Handed;
import org.logbraid.common.clock.Clock;
import org.logbraid.common.wire.Message;

/**
 * What is said to the handover beside frames: "at the start of my last look all my files were read to their end and
 * sent, but for these" (T3), and which files it is behind with. Only within a session.
 *
 * <p>Not thread-safe: lives on the {@code agent-tail} thread.
 */
final class Reports {
    private static final long UNFINISHED_PATIENCE_NANOS = 1_000_000_000;
    private static final long LAG_INTERVAL_NANOS = 1_000_000_000;

    private final FrameBatch frames;
    private final Filler filler;
    private final Agenda agenda;
    private final Generations generations;
    private final Clock clock;
    private final Queue<Handed> handed;
    private final long stampLagNanos;

    private boolean promiseDue;
    private long lookedAtEpochNanos;
    private boolean lagSaid;
    private long nextLagNanos;

    Reports(
            FrameBatch frames,
            Filler filler,
            Agenda agenda,
            Generations generations,
            Clock clock,
            Queue<Handed> handed,
            long stampLagNanos) {
        this.frames = frames;
        this.filler = filler;
        this.agenda = agenda;
        this.generations = generations;
        this.clock = clock;
        this.handed = handed;
        this.stampLagNanos = stampLagNanos;
        this.nextLagNanos = clock.monotonicNanos();
    }

    /** A look is over: one promise is due for it. */
    void looked(long beganAtEpochNanos) {
        lookedAtEpochNanos = beganAtEpochNanos;
        promiseDue = true;
    }

    /** What was read may have become void: nothing is promised before the next look. */
    void withdraw() {
        promiseDue = false;
    }

    /** The next look is due, so what was not read by now has to be excepted, and what was read has to go out. */
    void promiseBeforeNextLook() {
        if (isPromiseInOrder()) {
            frames.close();
            promise();
        }
    }

    /** Promises once for each look, when all that was read is handed over. */
    void promise() {
        if (!isPromiseInOrder() || !frames.isHandedOver()) {
            return;
        }
        List<Long> excepted = agenda.notRead(clock.monotonicNanos(), UNFINISHED_PATIENCE_NANOS);
        if (excepted.size() > Message.MAX_EXCEPTIONS) {
            return;
        }
        long time = lookedAtEpochNanos - stampLagNanos;
        if (handed.offer(new Handed.Promise(frames.session(), frames.lastNumber(), time, excepted))) {
            promiseDue = false;
        }
    }

    private boolean isPromiseInOrder() {
        return promiseDue && filler.isFirstScanDone() && !agenda.hasUnopened();
    }

    /** Names each second the files it is behind with, and once that there are none any more. */
    void lag() {
        long now = clock.monotonicNanos();
        if (now - nextLagNanos < 0) {
            return;
        }
        nextLagNanos = now + LAG_INTERVAL_NANOS;
        List<Generation> behind = new ArrayList<>();
        for (Generation generation : generations.all()) {
            if (generation.hasMore() && generation.isOpenFramed()) {
                behind.add(generation);
            }
        }
        if (behind.isEmpty() && !lagSaid) {
            return;
        }
        behind.sort(Comparator.comparingLong(generation -> generation.framed() - generation.size));
        List<Message.FileLength> lengths = behind.stream()
                .limit(Message.Lag.MAX_FILES)
                .map(generation -> new Message.FileLength(generation.id, generation.size))
                .toList();
        if (handed.offer(new Handed.Lag(frames.session(), lengths))) {
            lagSaid = !lengths.isEmpty();
        }
    }
}
