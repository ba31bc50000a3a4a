package org.logbraid.agent.tail;

import java.io.IOException;
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
import org.logbraid.common.frame.BlockCodec;
import org.logbraid.common.wire.InstanceId;

/**
 * Follows the files: looks at them at intervals, reads what is new, and hands frames and promises over. The one place
 * where tail, framing and batching meet.
 *
 * <p>State belongs to the {@code agent-tail} thread; {@link #view} is safe for all.
 */
public final class TailCycle implements DutyCycle {
    private static final long REFUSED_REST_NANOS = 5_000_000;

    private final AgentSettings settings;
    private final Clock clock;
    private final Queue<Answer> answers;
    private final Queue<Handed> handed;
    private final OpenFiles files;
    private final Generations generations;
    private final Sweep sweep;
    private final Welcome welcome;
    private final FrameBatch frames;
    private final Filler filler;
    private final Unreadable unreadable = new Unreadable();
    private final Agenda agenda;
    private final Beginnings beginnings;
    private final Reports reports;
    private final Pace pace;

    private @Nullable InstanceId log;
    private boolean inSession;
    private boolean stopped;
    private boolean drained;
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
        this.answers = answers;
        this.handed = handed;
        files = new OpenFiles(disk);
        var content = new Content();
        generations = new Generations(settings.time(), chance, files);
        var siblings = new Siblings(disk, files, content, generations);
        var copies = new Copies(files, content, generations, siblings);
        beginnings = new Beginnings(startOffsets, settings.fromEnd(), content);
        var finder = new FileFinder(disk, settings.paths());
        var newcomers = new Newcomers(files, content, generations, siblings, copies, beginnings, unreadable);
        sweep = new Sweep(disk, clock, finder, files, content, generations, siblings, newcomers, unreadable);
        welcome = new Welcome(files, content, generations, siblings, copies, sweep);
        frames = new FrameBatch(codec, clock, handed);
        var framer = new LineFramer(settings.maxLineBytes(), settings.longLines());
        var reader = new Reader(files, frames, framer, clock);
        agenda = new Agenda(generations);
        filler = new Filler(
                frames,
                reader,
                generations,
                agenda,
                sweep,
                unreadable,
                settings.rotateWait().toNanos(),
                settings.once());
        reports = new Reports(
                frames,
                filler,
                agenda,
                generations,
                clock,
                handed,
                settings.stampLag().toNanos());
        pace = new Pace(clock.monotonicNanos());
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
            return done + promiseOn();
        }
        if (pace.isDue(clock.monotonicNanos())) {
            if (inSession) {
                reports.promiseBeforeNextLook();
            }
            look();
            done++;
        }
        if (!inSession) {
            return done;
        }
        int filled = filler.fill();
        if (filled > 0) {
            pace.read(clock.monotonicNanos());
        }
        done += filled;
        boolean all = !agenda.hasReadable();
        pace.heldUp(!all && filled == 0 && frames.isHeldUp());
        if (all && settings.once()) {
            return done + drain();
        }
        if (all) {
            frames.flush();
            reports.promise();
        }
        reports.lag();
        return done;
    }

    /** What is run, by any thread, when there is room for what could not be read: must not block. */
    public void onRoom(Runnable wake) {
        frames.onRoom(wake);
    }

    /**
     * The next look is due by the clock, and so is a frame that waits for more lines; and nobody says that the queue to the handover
     * has room again.
     */
    @Override
    public long mostRestNanos() {
        if (inSession && !stopped && frames.isRefused()) {
            return REFUSED_REST_NANOS;
        }
        long now = clock.monotonicNanos();
        long look = pace.mostRestNanos(now);
        return frames.isEmpty() ? look : Math.min(look, DutyCycle.restUntil(frames.lingersUntilNanos(), now));
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
            } else if (answer instanceof Answer.PromiseEach interval) {
                pace.promiseEach(interval.millis(), clock.monotonicNanos());
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
        reports.withdraw();
        agenda.refresh();
    }

    private void begin(Answer.Welcomed welcomed) throws IOException {
        frames.begin(welcomed.session());
        goBack();
        if (log != null && !log.equals(welcomed.log())) {
            generations.forgetFinished();
        }
        log = welcomed.log();
        look();
        beginnings.sessionBegins(welcomed.rows().isEmpty());
        welcome.welcomed(welcomed.rows());
        beginnings.keep();
        inSession = true;
        filler.begin();
    }

    private void look() throws IOException {
        long began = clock.monotonicNanos();
        long beganAtEpochNanos = clock.epochNanos();
        sweep.look();
        beginnings.lookedOnce();
        agenda.refresh();
        reports.looked(beganAtEpochNanos);
        pace.looked(began, clock.monotonicNanos());
        publish();
    }

    /** With {@code --once} nothing follows what is drained: its own last lines must not wait for a look that never comes. */
    private int promiseOn() {
        long now = clock.monotonicNanos();
        if (!pace.isDue(now)) {
            return 0;
        }
        pace.skipped(now);
        reports.looked(clock.epochNanos());
        if (inSession) {
            reports.promise();
        }
        return 1;
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
        reports.promiseBeforeNextLook();
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
        reports.promiseBeforeNextLook();
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
                unreadable.paths().stream().map(PathKey::toString).toList(),
                sweep.foundAnything(),
                filler.isFirstScanDone(),
                drained);
    }

    /** Closes the files. Only when the cycle does not turn any more. */
    public void close() throws IOException {
        files.closeAll();
    }
}
