package org.logbraid.collector.join;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.join.FetchAnswer.Outcome;
import org.logbraid.collector.output.EndedFiles.Ended;
import org.logbraid.collector.peers.PeerMessage.AskEnded;
import org.logbraid.collector.peers.PeerMessage.Result;
import org.logbraid.collector.peers.PeerMessage.Told;
import org.logbraid.common.disk.Disk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches files that have ended, one after the other: each from the member that had the one before, from another where that has not
 * got it. Whoever is silent for long is not asked again.
 *
 * <p>Not thread-safe: belongs to its {@link EndedFetch}.
 */
final class EndedRun implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(EndedRun.class);
    private static final long SILENCE_NANOS = 10_000_000_000L;
    private static final int MOST_NAMED = 5;

    /** The way to a member. */
    @FunctionalInterface
    interface Way {
        void ask(Entry.Member member, AskEnded piece);
    }

    private final Disk disk;
    private final Path outFolder;
    private final long reserveBytes;
    private final Supplier<List<Entry.Member>> others;
    private final Way way;
    private final Repeats repeats;
    private final Deque<Ended> left;
    private final int allFiles;
    private final long allBytes;

    private final List<String> nowhere = new ArrayList<>();
    private final Set<String> silent = new HashSet<>();
    private final Set<String> without = new HashSet<>(); // members that have not got the file that is fetched
    private @Nullable FetchedEnded file;
    private Entry.@Nullable Member source;
    private long heardAt;
    private int files;
    private long bytes;
    private @Nullable FetchAnswer result;

    /**
     * Has fetched nothing yet.
     *
     * @param reserveBytes room that is left in the folder of outputs at least
     * @param missing what is to be fetched
     * @param others whom it can be fetched from
     */
    EndedRun(
            Disk disk,
            Path outFolder,
            long reserveBytes,
            List<Ended> missing,
            Supplier<List<Entry.Member>> others,
            Way way,
            long now) {
        this.disk = disk;
        this.outFolder = outFolder;
        this.reserveBytes = reserveBytes;
        this.others = others;
        this.way = way;
        this.repeats = new Repeats(now);
        this.left = new ArrayDeque<>(missing);
        this.allFiles = missing.size();
        this.allBytes = missing.stream().mapToLong(Ended::lengthBytes).sum();
        this.heardAt = now;
    }

    /** What became of it; null while it goes on. */
    @Nullable
    FetchAnswer result() {
        return result;
    }

    /** How far it is. */
    FetchAnswer progress() {
        long done = bytes + (file == null ? 0 : file.fetchedBytes());
        return new FetchAnswer(
                Outcome.UNDER_WAY,
                "fetched " + files + " of " + allFiles + " files, " + done + " of " + allBytes + " bytes");
    }

    /** Asks for what is due; how much was done. */
    int turn(long now) {
        try {
            return result == null ? ask(now) : 0;
        } catch (IOException e) {
            stop("one could not be written: " + e.getMessage());
            return 0;
        }
    }

    private int ask(long now) throws IOException {
        if (source != null && now - heardAt > SILENCE_NANOS) {
            LOG.warn(
                    "a collector that files are fetched from does not answer, another one is asked: name={}",
                    source.name());
            silent.add(source.name());
            leaveSource(now);
        }
        if (file == null || source == null) {
            choose(now);
        }
        if (file == null || source == null || !repeats.isDue(now)) {
            return 0;
        }
        repeats.asked(now);
        way.ask(source, file.ask(repeats.number()));
        return 1;
    }

    /** The next file, and somebody who may have it. */
    private void choose(long now) throws IOException {
        while (result == null) {
            if (file == null && left.isEmpty()) {
                finish();
                return;
            }
            if (file == null) {
                Ended next = left.remove();
                if (disk.usableBytes(outFolder) - next.lengthBytes() < reserveBytes) {
                    stopForRoom(next.file());
                    return;
                }
                file = new FetchedEnded(disk, outFolder, next);
                without.clear();
            }
            if (source == null) {
                source = others.get().stream()
                        .filter(member -> !silent.contains(member.name()) && !without.contains(member.name()))
                        .findFirst()
                        .orElse(null);
                heardAt = now;
            }
            if (source != null) {
                return;
            }
            nowhere.add(file.name());
            close();
        }
    }

    /** Takes an answer; one to an earlier request is not heeded. */
    void take(Told told, long now) {
        if (result != null || file == null || source == null || told.number() != repeats.number()) {
            return;
        }
        try {
            take(told, file, source, now);
        } catch (IOException e) {
            stop("one could not be written: " + e.getMessage());
        }
    }

    private void take(Told told, FetchedEnded into, Entry.Member from, long now) throws IOException {
        heardAt = now;
        repeats.answered(now);
        boolean empty = told.length() == 0 && into.fetchedBytes() < into.lengthBytes();
        if (told.result() != Result.PIECE || empty) {
            without.add(from.name());
            leaveSource(now);
        } else if (disk.usableBytes(outFolder) - told.length() < reserveBytes) {
            stopForRoom(into.name());
        } else if (into.take(told)) {
            LOG.info("a file that had ended was fetched: name={} from={}", into.name(), from.name());
            files++;
            bytes += into.lengthBytes();
            close();
        }
    }

    private void leaveSource(long now) throws IOException {
        source = null;
        if (file != null) {
            file.forget();
        }
        repeats.answered(now); // what was asked of that one is no longer waited for
    }

    private void stop(String why) {
        try {
            if (file != null) {
                file.forget();
            }
        } catch (IOException e) {
            LOG.warn("what was fetched of a file cannot be deleted, it may be: {}", e.getMessage());
        }
        file = null;
        result = new FetchAnswer(Outcome.INCOMPLETE, "fetched " + files + " of " + allFiles + " files, then " + why);
        LOG.warn("not all files that had ended are fetched: {}", result.sentence());
    }

    private void stopForRoom(String name) {
        stop("the disk has no room for " + name + " beside what is written meanwhile: folder=" + outFolder
                + "; make room, and ask again");
    }

    private void finish() {
        String fetched = "fetched " + files + " with " + bytes + " bytes";
        if (nowhere.isEmpty()) {
            result = new FetchAnswer(Outcome.DONE, FetchAnswer.ALL + fetched);
            return;
        }
        String named = String.join(", ", nowhere.subList(0, Math.min(MOST_NAMED, nowhere.size())))
                + (nowhere.size() > MOST_NAMED ? ", …" : "");
        String silently = silent.isEmpty() ? "" : "; no answer came from " + String.join(", ", silent);
        result = new FetchAnswer(
                Outcome.INCOMPLETE,
                fetched + "; no other collector has " + nowhere.size() + " more: " + named + silently);
    }

    /** Closes the file that is being fetched; what is there of it stays. */
    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
            file = null;
        }
    }
}
