package org.logbraid.agent.tail;

import java.io.IOException;
import org.logbraid.agent.batching.FrameBatch;
import org.logbraid.agent.batching.Outcome;
import org.logbraid.common.frame.CloseReason;
import org.logbraid.common.frame.GapReason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what goes into frames next: first all OPENs of the first scan, then the lines of the source whose last time is
 * least, the older generation of a source before the newer; gaps and closes when a generation is done with.
 *
 * <p>Not thread-safe: lives on the {@code agent-tail} thread.
 */
final class Filler {
    private static final Logger LOG = LoggerFactory.getLogger(Filler.class);
    private static final int MAX_READS = 8;

    private final FrameBatch frames;
    private final Reader reader;
    private final Generations generations;
    private final Agenda agenda;
    private final Sweep sweep;
    private final Unreadable unreadable;
    private final long rotateWaitNanos;
    private final boolean once;

    private boolean firstScanDone;
    private long gaps;

    Filler(
            FrameBatch frames,
            Reader reader,
            Generations generations,
            Agenda agenda,
            Sweep sweep,
            Unreadable unreadable,
            long rotateWaitNanos,
            boolean once) {
        this.frames = frames;
        this.reader = reader;
        this.generations = generations;
        this.agenda = agenda;
        this.sweep = sweep;
        this.unreadable = unreadable;
        this.rotateWaitNanos = rotateWaitNanos;
        this.once = once;
    }

    /** A session begins: all that the log does not know is opened before anything is read. */
    void begin() {
        firstScanDone = false;
        agenda.refresh();
    }

    boolean isFirstScanDone() {
        return firstScanDone;
    }

    /** Byte ranges that could not be read, since the start. */
    long gaps() {
        return gaps;
    }

    /**
     * Puts a little of what is there into frames.
     *
     * @return how much was done; 0 when there is nothing more to be had, or no room for it
     */
    int fill() throws IOException {
        int done = 0;
        for (Generation generation : agenda.all()) {
            if (!generation.isOpenFramed() && generation.isWorthOpening()) {
                if (!frames.isOpen()) {
                    return done;
                }
                open(generation);
                done++;
            }
        }
        if (!firstScanDone) {
            if (!frames.isOpen()) {
                return done;
            }
            frames.writer().firstScanDone();
            firstScanDone = true;
            frames.add(firstScan());
            frames.close();
            done++;
        }
        for (int reads = 0; reads < MAX_READS; reads++) {
            Generation next = agenda.next();
            if (next == null) {
                break;
            }
            if (!frames.isOpen()) {
                return done;
            }
            if (take(next, false)) {
                done++;
            }
        }
        return done + finish();
    }

    private void open(Generation generation) {
        frames.writer()
                .open(generation.id, generation.source.path.bytes(), generation.fingerprintToOpen(), generation.start);
        frames.add(Made.open(generation));
    }

    private Outcome firstScan() {
        return new Outcome() {
            @Override
            public void accepted() {
                // the log keeps it
            }

            @Override
            public void voided() {
                firstScanDone = false;
            }
        };
    }

    /** Reads once; an unfinished line too, when it is the file's last. */
    private boolean take(Generation generation, boolean last) {
        try {
            Reader.Outcome outcome = reader.read(generation, last);
            switch (outcome) {
                case TAKEN -> {
                    unreadable.remove(generation.source.path);
                    return true;
                }
                case FRAME_FULL -> {
                    frames.close();
                    return true;
                }
                case CHANGED -> {
                    sweep.cut(generation, generation.framed()); // its length may be that of the other bytes
                    return true;
                }
                case NOTHING -> {
                    return false;
                }
            }
        } catch (IOException e) {
            unreadable.add(generation, e);
        }
        return false;
    }

    /** What will never be read is said, and what is done with is closed. */
    private int finish() throws IOException {
        int done = 0;
        long lookedAtNanos = sweep.lookedAtNanos(); // what came since is not known
        for (Generation generation : agenda.all()) {
            if (generation.isCloseFramed()) {
                continue;
            }
            boolean quiet = generation.rotated && !once && lookedAtNanos - generation.quietFromNanos >= rotateWaitNanos;
            if (generation.lost ? isSettled(generation) : !quiet || Agenda.isReadable(generation)) {
                continue;
            }
            if (!frames.isOpen()) {
                return done;
            }
            done += generation.lost ? sayLost(generation) : finish(generation);
        }
        return done;
    }

    /** With {@code --once} a lost generation stays open in the log, like all others. */
    private boolean isSettled(Generation generation) {
        return once && generation.isOpenFramed() && !generation.hasMore();
    }

    private int sayLost(Generation generation) {
        if (!generation.isOpenFramed()) {
            generations.remove(generation); // nothing of it was ever read, and nothing is known to be missing
            generation.framedClose();
            return 1;
        }
        if (generation.hasMore()) {
            if (!sweep.findCopy(generation)) { // frames may have become void: a copy may have what they had
                sayGap(generation, generation.size, generation.lostBy);
            }
            return 1;
        }
        close(generation, CloseReason.GONE);
        return 1;
    }

    private void sayGap(Generation generation, long to, GapReason reason) {
        long from = generation.framed();
        LOG.error("bytes were gone before they could be read: path={} from={} to={}", generation.source.path, from, to);
        frames.writer().gap(generation.id, from, to, reason);
        frames.add(Made.data(generation, to, generation.framedResume().behindGap()));
        gaps++;
    }

    /** Rotated, and quiet: its last line will not be finished by anybody. */
    private int finish(Generation generation) throws IOException {
        if (generation.hasMore()) {
            return take(generation, true) ? 1 : 0;
        }
        if (!generation.isOpenFramed() || !sweep.isStillAsLong(generation)) {
            return 0;
        }
        if (generation.seenSize > generation.framed()) {
            sayGap(generation, generation.seenSize, GapReason.TRUNCATED); // written between the copy and the cut
            return 1;
        }
        close(generation, generation.framed() > generation.size ? CloseReason.GONE : CloseReason.DRAINED);
        return 1;
    }

    private void close(Generation generation, CloseReason reason) {
        frames.writer().close(generation.id, generation.framed(), reason);
        frames.add(Made.close(generation, () -> generations.finish(generation)));
    }

    /**
     * With {@code --once}: takes unfinished last lines.
     *
     * @return whether everything is in frames
     */
    boolean takeUnfinished() {
        boolean all = firstScanDone;
        for (Generation generation : agenda.all()) {
            if (!generation.isOpenFramed() || !generation.hasMore()) {
                continue;
            }
            if (generation.lost || !frames.isOpen()) {
                return false;
            }
            take(generation, true);
            boolean outOfReach = generation.isUnfinished();
            all &= !generation.lost && (!generation.hasMore() || outOfReach);
        }
        return all;
    }
}
