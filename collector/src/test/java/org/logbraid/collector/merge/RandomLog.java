package org.logbraid.collector.merge;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.logbraid.collector.Order;
import org.logbraid.collector.ShapingSettings;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.common.frame.CloseReason;
import org.logbraid.common.frame.GapReason;
import org.logbraid.common.frame.HeadDigest;
import org.logbraid.common.frame.Resume;
import org.logbraid.common.frame.StampUnit;

/**
 * Writes a log of all that may happen: lines with any times, rotations, stragglers, void frames, promises, goodbyes,
 * evictions, other settings. Learns from the state under test which frames were accepted.
 */
final class RandomLog {
    private static final List<StampUnit> UNITS = List.of(StampUnit.values());
    private static final String[] NAMES = {"a", "b", "\u00e9\ud83d\ude00"};
    private static final String[] PATHS = {"/x", "/x.log", "/y\u00ff"};

    private static final class Row {
        final long id;
        long end;
        boolean closed;

        Row(long id) {
            this.id = id;
        }
    }

    private static final class Speaker {
        long session;
        long number;
        int round;
        boolean live;
        final List<Row> rows = new ArrayList<>();
    }

    final Entries entries = new Entries();
    private final RandomGenerator random;
    private final List<Speaker> speakers = new ArrayList<>();
    private long sessions;
    private long ids;
    private long lines;

    RandomLog(long seed) {
        random = new Random(seed);
        for (int i = 0; i < NAMES.length; i++) {
            speakers.add(new Speaker());
        }
        if (random.nextInt(4) > 0) {
            config(Order.TIME, "merged.log");
        }
    }

    void step() {
        entries.logTime += random.nextInt(3) * random.nextLong(Entries.SECOND);
        int who = random.nextInt(NAMES.length);
        Speaker speaker = speakers.get(who);
        switch (random.nextInt(24)) {
            case 0 -> session(who);
            case 1, 2, 3 -> {
                if (!speaker.live) {
                    session(who);
                }
            }
            case 4 -> entries.gate();
            case 5 ->
                entries.add(
                        random.nextBoolean()
                                ? new Entry.Evict(speaker.session)
                                : new Entry.Bye(speaker.session, random.nextInt(3) > 0));
            case 6, 7, 8 -> marks();
            case 9 -> entries.add(new Entry.Rotate(random.nextBoolean() ? "" : "merged.log"));
            case 10 -> forget(speaker);
            case 11 -> rare();
            default -> frame(speaker);
        }
    }

    private void rare() {
        switch (random.nextInt(6)) {
            case 0 -> config(random.nextInt(3) == 0 ? Order.CHANNEL : Order.TIME, "merged.log");
            case 1 -> config(Order.TIME, random.nextBoolean() ? "merged.log" : "{channel}.log");
            case 2 -> entries.add(new Entry.Check());
            case 3 -> entries.add(EntryType.FRAME, new byte[] {1, 2, 3});
            case 4 -> entries.add(new Entry.Term("me"));
            default -> entries.gate();
        }
    }

    private void config(Order order, String name) {
        entries.add(new Entry.Config(new ShapingSettings(
                        order, name, List.of(), 0, Duration.ofSeconds(30), Duration.ofSeconds(random.nextInt(1, 4)))
                .canonical()));
    }

    private void session(int who) {
        Speaker speaker = speakers.get(who);
        speaker.session = ++sessions;
        speaker.number = 0;
        speaker.round = 0;
        speaker.live = true;
        entries.session(NAMES[who]);
    }

    private void marks() {
        List<Entry.Mark> marks = new ArrayList<>();
        for (Speaker speaker : speakers) {
            if (random.nextBoolean()) {
                List<Long> excepted = new ArrayList<>();
                for (Row row : speaker.rows) {
                    if (random.nextInt(6) == 0) {
                        excepted.add(row.id);
                    }
                }
                long time = entries.logTime + random.nextLong(-2, 2) * random.nextLong(2 * Entries.SECOND);
                marks.add(new Entry.Mark(
                        speaker.session + (random.nextInt(20) == 0 ? -1 : 0),
                        speaker.number + (random.nextInt(10) == 0 ? 1 : 0),
                        time,
                        excepted));
            }
        }
        entries.add(new Entry.Marks(marks));
    }

    private void forget(Speaker speaker) {
        List<Long> ids = new ArrayList<>();
        for (Row row : speaker.rows) {
            if (random.nextInt(3) == 0) {
                ids.add(row.id);
            }
        }
        entries.add(new Entry.Forget(ids));
    }

    private void frame(Speaker speaker) {
        entries.writer.begin(
                speaker.session - (random.nextInt(40) == 0 ? 1 : 0),
                speaker.round - (random.nextInt(40) == 0 ? 1 : 0),
                speaker.number + 1 + (random.nextInt(30) == 0 ? 1 : 0));
        for (int slices = random.nextInt(5); slices > 0; slices--) {
            slice(speaker);
        }
        if (random.nextInt(4) == 0) {
            entries.writer.firstScanDone();
        }
        entries.addFrame(random.nextBoolean());
    }

    private void slice(Speaker speaker) {
        if (speaker.rows.isEmpty() || random.nextInt(8) == 0) {
            var row = new Row(++ids);
            Entries.open(entries.writer, row.id, PATHS[random.nextInt(PATHS.length)]);
            speaker.rows.add(row);
            return;
        }
        Row row = speaker.rows.get(random.nextInt(speaker.rows.size()));
        if (row.closed && random.nextInt(50) > 0) {
            return;
        }
        long start = row.end + (random.nextInt(80) == 0 ? 1 : 0);
        switch (random.nextInt(12)) {
            case 0 -> {
                entries.writer.close(row.id, start, random.nextBoolean() ? CloseReason.GONE : CloseReason.DRAINED);
                row.closed = true;
            }
            case 1 -> {
                row.end = start + 1 + random.nextInt(10);
                entries.writer.gap(row.id, start, row.end, GapReason.TRUNCATED);
            }
            default -> row.end = data(row.id, start);
        }
    }

    private long data(long id, long start) {
        StampUnit unit = UNITS.get(random.nextInt(UNITS.size()));
        entries.writer.beginData(id, start, random.nextInt(8) == 0 ? null : unit);
        long time = entries.logTime + random.nextLong(-3, 2) * random.nextLong(Entries.SECOND);
        for (int left = random.nextInt(8); left > 0; left--) {
            byte[] text = ("line " + ++lines + "\n").getBytes(StandardCharsets.UTF_8);
            entries.writer.bytes(text, 0, text.length);
            time += random.nextLong(-1, 3) * random.nextLong(Entries.SECOND);
            if (random.nextInt(30) == 0) {
                time += 5 * Entries.SECOND;
            }
            entries.writer.line(text.length, random.nextInt(5) == 0 ? Long.MIN_VALUE : unit.floor(time));
        }
        long end = start + 1 + random.nextInt(100);
        entries.writer.endData(
                end, unit, random.nextInt(9) == 0, random.nextInt(9) == 0 ? 1 : 0, new Resume(1, 2, digest(), 3, 4));
        return end;
    }

    /** Every other slice leaves it as it was. */
    private HeadDigest digest() {
        byte[] head = new byte[16];
        head[0] = (byte) lines;
        return HeadDigest.of(head, (int) (lines % 2) * head.length);
    }

    /** Learns what became of the last entry. */
    void applied(Applied event) {
        for (Speaker speaker : speakers) {
            if (event instanceof Applied.FrameAccepted accepted && accepted.session() == speaker.session) {
                speaker.number = accepted.number();
            } else if (event instanceof Applied.FrameVoid frame
                    && frame.session() == speaker.session
                    && frame.answer()) {
                speaker.round = frame.round();
                speaker.number = frame.expected() - 1;
            } else if (event instanceof Applied.SessionOver over && over.session() == speaker.session) {
                speaker.live = false;
            }
        }
    }

    /** After a frame that was void the rows are what the log says. */
    void rows(LogState state) {
        for (Speaker speaker : speakers) {
            speaker.rows.removeIf(row -> state.generations.get(row.id) == null);
            for (Row row : speaker.rows) {
                Generation known = Objects.requireNonNull(state.generations.get(row.id));
                row.end = known.end;
                row.closed = known.closed;
            }
        }
    }
}
