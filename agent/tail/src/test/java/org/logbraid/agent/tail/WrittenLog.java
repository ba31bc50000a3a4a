package org.logbraid.agent.tail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.logbraid.agent.handover.Handed;
import org.logbraid.common.frame.CloseReason;
import org.logbraid.common.frame.FrameReader;
import org.logbraid.common.frame.Frames;
import org.logbraid.common.frame.MalformedException;
import org.logbraid.common.frame.Resume;
import org.logbraid.common.wire.GenerationRow;
import org.logbraid.common.wire.MessageHeader;

/** A log in its plainest form: accepts a frame whole or not at all, and keeps the text of every generation. */
final class WrittenLog {
    final Map<Long, Row> generations = new LinkedHashMap<>();
    final Deque<Handed.Frame> sent = new ArrayDeque<>();
    final List<Handed.Promise> promises = new ArrayList<>();
    Handed.Drained drained = new Handed.Drained(0, -1);
    Handed.Lag lag = new Handed.Lag(0, List.of());
    long session;
    int round;
    long last;
    boolean come;
    int frames;

    /** What the log knows of a generation. */
    static final class Row {
        final long id;
        final String path;
        final GenerationRow opened;
        final StringBuilder text = new StringBuilder();
        final List<String> gaps = new ArrayList<>();
        long end;
        Resume resume = Resume.NONE;
        boolean closed;
        boolean gone;
        int unfinished;

        Row(GenerationRow opened) {
            this.opened = opened;
            this.id = opened.id();
            this.path = new String(opened.path(), ISO_8859_1);
            this.end = opened.start();
        }
    }

    List<GenerationRow> rows() {
        return generations.values().stream()
                .map(row -> new GenerationRow(
                        row.id,
                        row.opened.path(),
                        row.opened.number(),
                        row.opened.fingerprint(),
                        row.opened.start(),
                        row.end,
                        row.closed,
                        row.resume))
                .toList();
    }

    void beginSession() {
        session++;
        round = 0;
        last = 0;
        sent.clear();
    }

    /** Applies a frame; false when it is void. */
    boolean apply(Handed.Frame frame) {
        try {
            var reader = new FrameReader();
            reader.wrap(frame.message(), MessageHeader.BYTES, frame.length() - MessageHeader.BYTES);
            reader.check();
            if (reader.session() != session || reader.round() != round || reader.number() != last + 1) {
                return false;
            }
            Map<Long, Long> ends = new HashMap<>();
            while (reader.next()) {
                long id = reader.generation();
                Row row = generations.get(id);
                Long end = ends.containsKey(id) ? ends.get(id) : row == null || row.closed ? null : (Long) row.end;
                switch (reader.kind()) {
                    case OPEN -> {
                        if (end != null || row != null) {
                            return false;
                        }
                        ends.put(id, reader.end());
                    }
                    case DATA, GAP, CLOSE -> {
                        if (end == null || end != reader.start()) {
                            return false;
                        }
                        ends.put(id, reader.end());
                    }
                }
            }
            reader.rewind();
            accept(reader);
            return true;
        } catch (MalformedException e) {
            throw new AssertionError(e);
        } finally {
            frame.lentBy().recycle(frame.message());
        }
    }

    private void accept(FrameReader reader) throws MalformedException {
        last++;
        frames++;
        come |= reader.isFirstScanDone();
        byte[] block = new byte[Frames.MAX_BLOCK_BYTES];
        reader.unpackBlock(block);
        while (reader.next()) {
            switch (reader.kind()) {
                case OPEN -> open(reader);
                case DATA -> {
                    Row row = generations.get(reader.generation());
                    row.text.append(new String(block, reader.blockOffset(), reader.dataBytes(), ISO_8859_1));
                    row.end = reader.end();
                    row.resume = reader.resume().behind(row.resume);
                    row.unfinished += reader.newlineAdded() ? 1 : 0;
                }
                case GAP -> {
                    Row row = generations.get(reader.generation());
                    row.gaps.add(reader.start() + "-" + reader.end());
                    row.end = reader.end();
                    row.resume = row.resume.behindGap();
                }
                case CLOSE -> {
                    Row row = generations.get(reader.generation());
                    row.closed = true;
                    row.gone = reader.closeReason() == CloseReason.GONE;
                }
            }
        }
    }

    private void open(FrameReader reader) {
        String path = new String(reader.path(), ISO_8859_1);
        long number = generations.values().stream()
                .filter(row -> row.path.equals(path))
                .count();
        generations.put(
                reader.generation(),
                new Row(new GenerationRow(
                        reader.generation(),
                        reader.path(),
                        number,
                        reader.fingerprint(),
                        reader.start(),
                        reader.start(),
                        false,
                        Resume.NONE)));
    }

    /** The generations of a path in their order. */
    List<Row> of(String path) {
        return generations.values().stream()
                .filter(row -> row.path.equals(path))
                .toList();
    }
}
