package org.logbraid.agent.tail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Random;
import java.util.stream.Collectors;
import org.logbraid.agent.AgentSettings;
import org.logbraid.agent.LongLines;
import org.logbraid.agent.StartOffsets;
import org.logbraid.agent.TimeFormat;
import org.logbraid.agent.handover.Answer;
import org.logbraid.agent.handover.Handed;
import org.logbraid.common.disk.NioDisk;
import org.logbraid.common.frame.BlockCodec;
import org.logbraid.common.frame.Fingerprint;
import org.logbraid.common.testing.SimulatedTime;
import org.logbraid.common.wire.InstanceId;

/** Real files in a folder, a tail that is turned by hand, and a log that takes its frames. */
final class TailRig implements Closeable {
    final Path folder;
    final WrittenLog log = new WrittenLog();
    final SimulatedTime time = new SimulatedTime();
    final SimulatedTime.MachineClock clock = time.machine(0);
    final Queue<Answer> answers = new ArrayDeque<>();
    final Queue<Handed> handed = new ArrayDeque<>();
    final State state = new State();
    final MeddledDisk disk = new MeddledDisk(new NioDisk());
    InstanceId logId = new InstanceId(1, 1);
    boolean once;
    boolean fromEnd;
    TimeFormat format = TimeFormat.NONE;
    int maxLineBytes = 1024;
    List<String> patterns;
    TailCycle tail;
    private long seed = 7;

    /** A state folder. */
    static final class State implements StartOffsets {
        final Map<Fingerprint, Long> starts = new HashMap<>();
        boolean first = true;

        @Override
        public boolean isFirstStart() {
            return first;
        }

        @Override
        public OptionalLong startOf(Fingerprint file) {
            Long start = starts.get(file);
            return start == null ? OptionalLong.empty() : OptionalLong.of(start);
        }

        @Override
        public void remember(Map<Fingerprint, Long> found) {
            first = false;
            starts.putAll(found);
        }
    }

    TailRig(Path folder, String... patterns) {
        this.folder = folder;
        this.patterns = Arrays.stream(patterns)
                .map(pattern -> folder.resolve(pattern).toString())
                .collect(Collectors.toList());
        this.tail = make();
    }

    private TailCycle make() {
        var defaults = AgentSettings.defaults(patterns);
        var settings = new AgentSettings(
                null,
                false,
                patterns,
                defaults.collectors(),
                null,
                "main",
                format,
                fromEnd,
                once,
                false,
                null,
                maxLineBytes,
                LongLines.SPLIT,
                Duration.ofSeconds(5),
                Duration.ofMillis(20),
                defaults.compression());
        return new TailCycle(settings, disk, clock, new Random(seed++), state, answers, handed, BlockCodec.STORED);
    }

    /** Kills the agent; what was handed over and not applied is lost. */
    void kill() {
        try {
            tail.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        answers.clear();
        handed.clear();
        log.sent.clear();
    }

    void start() {
        startAlone();
        welcome();
    }

    /** No collector can be reached. */
    void startAlone() {
        tail = make();
    }

    void restart() {
        kill();
        start();
    }

    void welcome() {
        log.beginSession();
        answers.add(new Answer.Welcomed(logId, log.session, log.rows()));
    }

    /** Turns until nothing is done, a tenth of a second long; the log takes what is handed over and says so. */
    TailRig run() {
        return run(Duration.ofMillis(100));
    }

    TailRig run(Duration span) {
        long end = time.trueNanos() + span.toNanos();
        while (time.trueNanos() <= end) {
            turn();
            take();
            applyAll();
            time.advance(Duration.ofMillis(5));
        }
        return this;
    }

    void turn() {
        try {
            while (tail.turn() > 0) {
                take();
                if (handed.size() + log.sent.size() > 3) {
                    break;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void take() {
        for (Handed next = handed.poll(); next != null; next = handed.poll()) {
            if (next instanceof Handed.Frame frame) {
                log.sent.add(frame);
            } else if (next instanceof Handed.Promise promise) {
                log.promises.add(promise);
            } else if (next instanceof Handed.Drained drained) {
                log.drained = drained;
            } else if (next instanceof Handed.Lag lag) {
                log.lag = lag;
            }
        }
    }

    void applyAll() {
        while (!log.sent.isEmpty()) {
            applyOne();
        }
    }

    void applyOne() {
        Handed.Frame frame = log.sent.remove();
        boolean current = frame.session() == log.session;
        if (log.apply(frame)) {
            answers.add(new Answer.Accepted(log.session, log.last));
        } else {
            assertThat(current).as("a void frame: %s", frame).isFalse();
        }
    }

    /** All frames that are sent and not applied are void. */
    void reject() {
        log.sent.forEach(frame -> frame.lentBy().recycle(frame.message()));
        log.sent.clear();
        log.round++;
        answers.add(new Answer.Rejected(log.session, log.round, log.last + 1));
    }

    // The writer of the files.

    Path path(String name) {
        return folder.resolve(name);
    }

    Path write(String name, String text) {
        try {
            Files.createDirectories(path(name).getParent());
            if (Files.notExists(path(name))) {
                awaitTickOfBirths();
            }
            return Files.write(
                    path(name), text.getBytes(ISO_8859_1), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Births are told in ticks of the file system's clock: waits for the next one, so that each file has its own. */
    private void awaitTickOfBirths() throws IOException {
        Path probe = Files.createTempFile("birth", "");
        Object tick = Files.getAttribute(probe, "basic:creationTime");
        while (Files.getAttribute(probe, "basic:creationTime").equals(tick)) {
            Files.delete(probe);
            Files.createFile(probe);
        }
        Files.delete(probe);
    }

    void rename(String from, String to) {
        try {
            Files.move(path(from), path(to), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void copy(String from, String to) {
        try {
            awaitTickOfBirths();
            Files.copy(path(from), path(to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void cut(String name, long size) {
        try (var channel = java.nio.channels.FileChannel.open(path(name), StandardOpenOption.WRITE)) {
            channel.truncate(size);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete(String name) {
        try {
            Files.delete(path(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Somebody does something right behind the next look into a folder. */
    void behindNextList(Runnable action) {
        disk.behindNextList(action);
    }

    // What came out.

    /** Texts of the generations of a path, in their order. */
    List<String> texts(String name) {
        return log.of(path(name).toString()).stream()
                .map(row -> row.text.toString())
                .toList();
    }

    List<WrittenLog.Row> rows(String name) {
        return log.of(path(name).toString());
    }

    /** All text, in no order among sources. */
    String all() {
        return log.generations.values().stream().map(row -> row.text.toString()).collect(Collectors.joining());
    }

    @Override
    public void close() throws IOException {
        tail.close();
    }
}
