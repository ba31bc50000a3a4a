package org.logbraid.agent.tail;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.logbraid.agent.AgentSettings;
import org.logbraid.agent.StartOffsets;
import org.logbraid.agent.batching.FrameBatch;
import org.logbraid.agent.framing.LineFramer;
import org.logbraid.agent.handover.Answer;
import org.logbraid.agent.handover.Handed;
import org.logbraid.common.clock.Clock;
import org.logbraid.common.cycle.DutyCycle;
import org.logbraid.common.disk.Disk;
import org.logbraid.common.disk.DiskFile;
import org.logbraid.common.frame.BlockCodec;
import org.logbraid.common.frame.Fingerprint;
import org.logbraid.common.wire.InstanceId;
import org.logbraid.common.wire.Message;

/**
 * Follows the files: looks at them at intervals, reads what is new, and hands frames and promises over. The one place
 * where tail, framing and batching meet.
 *
 * <p>State belongs to the {@code agent-tail} thread; {@link #view} is safe for all.
 *
 * <p>Longer than 300 lines because it is the one place where looking, reading, promising and ending take their turns.
 */
public final class TailCycle implements DutyCycle {
    private static final long SHORTEST_INTERVAL_NANOS = 25_000_000;
    private static final long LONGEST_INTERVAL_NANOS = 1_000_000_000;

    /** Looking may take 2 % of a core. */
    private static final long INTERVAL_PER_COST = 50;

    private static final long UNFINISHED_PATIENCE_NANOS = 1_000_000_000;
    private static final long LAG_INTERVAL_NANOS = 1_000_000_000;

    private final AgentSettings settings;
    private final Clock clock;
    private final StartOffsets startOffsets;
    private final Queue<Answer> answers;
    private final Queue<Handed> handed;
    private final OpenFiles files;
    private final Content content = new Content();
    private final Generations generations;
    private final Sweep sweep;
    private final Welcome welcome;
    private final FrameBatch frames;
    private final Filler filler;
    private final Map<Fingerprint, Long> endsAtStart = new HashMap<>();

    private @Nullable InstanceId log;
    private boolean firstLook = true;
    private boolean fromEnd;
    private boolean inSession;
    private boolean stopped;
    private boolean drained;
    private boolean promiseDue;
    private boolean lagSaid;
    private long sweptAtEpochNanos;
    private long nextSweepNanos;
    private long nextLagNanos;
    private volatile TailView view = TailView.EMPTY;

    /**
     * Opens nothing before its first turn.
     *
     * @param settings what to follow and how
     * @param disk where the files are
     * @param clock both clocks
     * @param chance of which ids of generations are drawn
     * @param startOffsets where files begun at their end were begun
     * @param answers what the handover says; only polled here
     * @param handed what goes to the handover; only offered to here. A full one is tried again
     * @param codec how blocks are packed
     */
    public TailCycle(
            AgentSettings settings,
            Disk disk,
            Clock clock,
            RandomGenerator chance,
            StartOffsets startOffsets,
            Queue<Answer> answers,
            Queue<Handed> handed,
            BlockCodec codec) {
        this.settings = settings;
        this.clock = clock;
        this.startOffsets = startOffsets;
        this.answers = answers;
        this.handed = handed;
        files = new OpenFiles(disk);
        generations = new Generations(settings.time(), chance, files);
        var siblings = new Siblings(disk, files, content, generations);
        var copies = new Copies(files, content, generations);
        var finder = new FileFinder(disk, settings.paths());
        sweep = new Sweep(disk, clock, finder, files, content, generations, siblings, copies, this::startOf);
        welcome = new Welcome(files, content, generations, siblings, copies, sweep);
        frames = new FrameBatch(codec, clock, handed);
        var framer = new LineFramer(settings.maxLineBytes(), settings.longLines());
        var reader = new Reader(files, frames, framer, clock);
        filler = new Filler(
                frames, reader, generations, sweep, clock, settings.rotateWait().toNanos(), settings.once());
        nextSweepNanos = clock.monotonicNanos();
    }

    /** What is published for other threads. */
    public TailView view() {
        return view;
    }

    @Override
    public int turn() throws IOException {
        int done = answer();
        if (stopped) {
            return done + finishStopping();
        }
        if (drained) {
            return done;
        }
        if (clock.monotonicNanos() - nextSweepNanos >= 0) {
            promise(true);
            look();
            done++;
        }
        if (!inSession) {
            return done;
        }
        done += filler.fill();
        boolean all = !filler.hasReadable();
        if (all && settings.once()) {
            return done + drain();
        }
        if (all) {
            frames.flush();
            promise(false);
        }
        sayLag();
        return done;
    }

    private int answer() throws IOException {
        int done = 0;
        for (Answer answer = answers.poll(); answer != null; answer = answers.poll()) {
            done++;
            if (answer instanceof Answer.Welcomed welcomed) {
                begin(welcomed);
            } else if (answer instanceof Answer.Accepted accepted) {
                if (inSession && accepted.session() == frames.session()) {
                    frames.accepted(accepted.number());
                }
            } else if (answer instanceof Answer.Rejected rejected) {
                if (inSession && rejected.session() == frames.session()) {
                    frames.rejected(rejected.round(), rejected.expected());
                    goBack();
                }
            } else if (answer instanceof Answer.Severed) {
                frames.voidAll();
                goBack();
                inSession = false;
            } else {
                stopped = true;
            }
        }
        return done;
    }

    private void goBack() {
        drained = false;
        promiseDue = false;
        filler.lookedAgain();
    }

    private void begin(Answer.Welcomed welcomed) throws IOException {
        frames.begin(welcomed.session());
        goBack();
        if (log != null && !log.equals(welcomed.log())) {
            generations.forgetFinished();
        }
        log = welcomed.log();
        look();
        boolean firstStart = startOffsets.isFirstStart();
        fromEnd = settings.fromEnd() && firstStart && welcomed.rows().isEmpty();
        welcome.welcomed(welcomed.rows());
        if (firstStart) {
            startOffsets.remember(fromEnd ? Map.copyOf(endsAtStart) : Map.of());
        }
        fromEnd = false;
        inSession = true;
        filler.begin();
    }

    private void look() throws IOException {
        long began = clock.monotonicNanos();
        sweptAtEpochNanos = clock.epochNanos();
        sweep.look();
        firstLook = false;
        filler.lookedAgain();
        promiseDue = true;
        long now = clock.monotonicNanos();
        long interval = (now - began) * INTERVAL_PER_COST;
        nextSweepNanos = now + Math.max(SHORTEST_INTERVAL_NANOS, Math.min(LONGEST_INTERVAL_NANOS, interval));
        publish();
    }

    /** Files that are there when the agent first starts may begin at their end; all others begin at their start. */
    private long startOf(Found found, DiskFile file) throws IOException {
        if (firstLook && settings.fromEnd() && startOffsets.isFirstStart()) {
            endsAtStart.put(found.identity(), content.lineStartBefore(file, file.size()));
        }
        long start = fromEnd
                ? endsAtStart.getOrDefault(found.identity(), 0L)
                : startOffsets.startOf(found.identity()).orElse(0);
        return start <= file.size() ? start : 0;
    }

    /**
     * "At the start of my last look all my files were read to their end and sent, but for these."
     *
     * @param late whether the next look is due, so that what was not read by now has to be excepted
     */
    private void promise(boolean late) {
        if (!promiseDue || !inSession || !filler.isFirstScanDone() || filler.hasUnopened()) {
            return;
        }
        if (late) {
            frames.close();
        }
        if (!frames.isHandedOver()) {
            return;
        }
        List<Long> excepted = filler.excepted(UNFINISHED_PATIENCE_NANOS);
        if (excepted.size() > Message.MAX_EXCEPTIONS) {
            return;
        }
        long time = sweptAtEpochNanos - settings.stampLag().toNanos();
        if (handed.offer(new Handed.Promise(frames.session(), frames.lastNumber(), time, List.copyOf(excepted)))) {
            promiseDue = false;
        }
    }

    private void sayLag() {
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

    /** With {@code --once}: everything that was there is in frames, unfinished lines too; hand the last one over. */
    private int drain() {
        if (!filler.takeUnfinished()) {
            return 0;
        }
        frames.close();
        if (!frames.isHandedOver() || !filler.isFirstScanDone()) {
            return 0;
        }
        promise(true);
        drained = handed.offer(new Handed.Drained(frames.session(), frames.lastNumber()));
        publish();
        return 1;
    }

    /** What has been read is handed over; nothing more is read. */
    private int finishStopping() {
        if (!inSession || drained) {
            return 0;
        }
        frames.close();
        if (!frames.flush()) {
            return 0;
        }
        promise(true);
        drained = handed.offer(new Handed.Drained(frames.session(), frames.lastNumber()));
        publish();
        return 1;
    }

    private void publish() {
        long read = 0;
        long total = 0;
        int count = 0;
        for (Source source : generations.sources()) {
            for (Generation generation : source.generations) {
                count++;
                read += generation.framed();
                total += generation.size;
            }
        }
        view = new TailView(
                count,
                read,
                total,
                filler.gaps(),
                sweep.unreadable().stream().map(PathKey::toString).toList(),
                sweep.foundAnything(),
                filler.isFirstScanDone(),
                drained);
    }

    /** Closes the files. Only when the cycle does not turn any more. */
    public void close() throws IOException {
        files.closeAll();
    }
}
