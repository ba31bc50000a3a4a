package org.logbraid.collector.join;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jctools.queues.MpmcArrayQueue;
import org.jctools.queues.SpscArrayQueue;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.join.FetchAnswer.Outcome;
import org.logbraid.collector.output.EndedFiles;
import org.logbraid.collector.output.EndedFiles.Ended;
import org.logbraid.collector.peers.PeerMessage.Told;
import org.logbraid.common.clock.Clock;
import org.logbraid.common.cycle.DutyCycle;
import org.logbraid.common.disk.Disk;

/**
 * Fetches, when somebody asks for it, files that have ended and are not here: those from before this collector joined, or that were
 * lost. They come from the other members, one piece after the other, while everything else goes on. Nothing that stands here is
 * touched, and nothing is fetched that would leave too little room for what is written.
 *
 * <p>Lives on the {@code collector-join} thread; {@link #ask} is safe for all, {@link #take} for {@code collector-quorum}.
 */
final class EndedFetch implements DutyCycle, Closeable {
    private static final int MOST_ASKED = 64;
    private static final int MOST_TOLD = 16;
    private static final long PROGRESS_AFTER_NANOS = 1_000_000_000L;
    private static final long RESULT_WITHIN_NANOS = 10_000_000_000L;
    private static final long LOOK_NANOS = 100_000_000L;
    private static final long NOT_YET = Long.MIN_VALUE;
    private static final FetchAnswer CLOSED =
            new FetchAnswer(Outcome.UNAVAILABLE, "this collector stops, or joins the group just now; ask again later");

    private record Waiting(CompletableFuture<FetchAnswer> answer, long since) {}

    private final Disk disk;
    private final Path data;
    private final Path outFolder;
    private final long reserveBytes;
    private final Supplier<List<Entry.Member>> others;
    private final EndedRun.Way way;
    private final Clock clock;
    private final Runnable onAsked;
    private final Queue<CompletableFuture<FetchAnswer>> asked = new MpmcArrayQueue<>(MOST_ASKED);
    private final Queue<Told> told = new SpscArrayQueue<>(MOST_TOLD);
    private final List<Waiting> waiting = new ArrayList<>();
    private volatile @Nullable EndedRun run;
    private volatile boolean closed;
    private long endedAt = NOT_YET;

    /**
     * Fetches nothing yet.
     *
     * @param reserveBytes room that is left in the folder of outputs at least
     * @param others the other members
     * @param way to them
     * @param onAsked called after something was asked or told: wakes the thread
     */
    EndedFetch(
            Disk disk,
            Path data,
            Path outFolder,
            long reserveBytes,
            Supplier<List<Entry.Member>> others,
            EndedRun.Way way,
            Clock clock,
            Runnable onAsked) {
        this.disk = disk;
        this.data = data;
        this.outFolder = outFolder.toAbsolutePath().normalize();
        this.reserveBytes = reserveBytes;
        this.others = others;
        this.way = way;
        this.clock = clock;
        this.onAsked = onAsked;
    }

    /** Fetches what is missing; answered when that is done, or after a second with how far it is. */
    CompletableFuture<FetchAnswer> ask() {
        var answer = new CompletableFuture<FetchAnswer>();
        if (!asked.offer(answer)) {
            answer.complete(new FetchAnswer(Outcome.UNAVAILABLE, "too many requests wait; ask again later"));
        }
        if (closed) {
            refuseAll();
        }
        onAsked.run();
        return answer;
    }

    /** Takes an answer of another collector; one too many is lost, and asked for again. */
    void take(Told answer) {
        if (run == null) {
            return;
        }
        byte[] bytes = new byte[answer.length()]; // the message is lent
        System.arraycopy(answer.array(), answer.offset(), bytes, 0, bytes.length);
        if (told.offer(new Told(answer.number(), answer.result(), bytes, 0, bytes.length))) {
            onAsked.run();
        }
    }

    @Override
    public int turn() throws IOException {
        long now = clock.monotonicNanos();
        int done = 0;
        for (var answer = asked.poll(); answer != null; answer = asked.poll()) {
            waiting.add(new Waiting(answer, now));
            done++;
        }
        EndedRun current = run;
        if (current == null && !waiting.isEmpty()) {
            current = begin(now);
        }
        for (Told piece = told.poll(); piece != null; piece = told.poll()) {
            done++;
            if (current != null) {
                current.take(piece, now);
            }
        }
        if (current != null) {
            done += current.turn(now);
            answer(current, now);
        }
        return done;
    }

    private @Nullable EndedRun begin(long now) {
        List<Ended> all;
        List<Ended> missing;
        try {
            all = EndedFiles.of(disk, data);
            missing = EndedFiles.missing(disk, outFolder, all);
        } catch (IOException e) {
            answerAll(new FetchAnswer(Outcome.INCOMPLETE, "what is missing cannot be told: " + e.getMessage()));
            return null;
        }
        if (missing.isEmpty()) {
            answerAll(new FetchAnswer(Outcome.DONE, FetchAnswer.ALL + all.size() + ", none was missing"));
            return null;
        }
        endedAt = NOT_YET;
        var begun = new EndedRun(disk, outFolder, reserveBytes, missing, others, way, now);
        run = begun;
        return begun;
    }

    private void answer(EndedRun current, long now) {
        FetchAnswer result = current.result();
        if (result == null) {
            answerThoseWhoWaitLong(current.progress(), now);
            return;
        }
        endedAt = endedAt == NOT_YET ? now : endedAt;
        boolean heard = !waiting.isEmpty();
        answerAll(result);
        if (heard || now - endedAt > RESULT_WITHIN_NANOS) { // until then whoever asked for it is about to ask again
            run = null;
        }
    }

    private void answerThoseWhoWaitLong(FetchAnswer progress, long now) {
        waiting.removeIf(each ->
                now - each.since() >= PROGRESS_AFTER_NANOS && each.answer().complete(progress));
    }

    private void answerAll(FetchAnswer answer) {
        waiting.forEach(each -> each.answer().complete(answer));
        waiting.clear();
    }

    @Override
    public long mostRestNanos() {
        return run == null ? Long.MAX_VALUE : LOOK_NANOS;
    }

    private void refuseAll() {
        for (var answer = asked.poll(); answer != null; answer = asked.poll()) {
            answer.complete(CLOSED);
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        refuseAll();
        answerAll(CLOSED);
        EndedRun current = run;
        if (current != null) {
            current.close();
        }
    }
}
