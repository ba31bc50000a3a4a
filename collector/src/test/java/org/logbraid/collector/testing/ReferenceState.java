package org.logbraid.collector.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.Order;
import org.logbraid.collector.ShapingSettings;
import org.logbraid.collector.entry.Entry;
import org.logbraid.collector.entry.EntryType;
import org.logbraid.collector.journal.EntryHeader;
import org.logbraid.collector.merge.MergeView.Counters;
import org.logbraid.collector.testing.ReferenceRows.Agent;
import org.logbraid.collector.testing.ReferenceRows.Generation;
import org.logbraid.collector.testing.ReferenceRows.Line;
import org.logbraid.collector.testing.ReferenceRows.Source;
import org.logbraid.common.frame.CloseReason;
import org.logbraid.common.frame.FrameReader;
import org.logbraid.common.frame.LineCursor;
import org.logbraid.common.frame.MalformedException;
import org.logbraid.common.frame.StampUnit;

/**
 * The merge once more, slow and plain: lists, and a search for the least line whenever one may be written. Shares nothing
 * but the codecs with the production code, so that each can be the other's oracle. Not thread-safe.
 *
 * <p>Longer than 300 lines because a plain second merge is to be read in one piece.
 */
public final class ReferenceState {
    private static final long NONE = Long.MIN_VALUE;
    private static final Comparator<Line> BY_KEY = Comparator.comparingLong(Line::e)
            .thenComparing(line -> line.of().source().agent.key, Arrays::compareUnsigned)
            .thenComparing(line -> line.of().source().path, Arrays::compareUnsigned)
            .thenComparingLong(line -> line.of().number())
            .thenComparingLong(Line::place);

    private final MemoryOutputs outputs = new MemoryOutputs();
    private final Map<String, Agent> agents = new TreeMap<>();
    private final Map<Long, Generation> generations = new TreeMap<>();
    private final List<ReferenceAccount> accounts = new ArrayList<>();
    private final TreeSet<Line> waiting = new TreeSet<>(BY_KEY);
    private final long[] counts = new long[10];
    private ShapingSettings settings = ShapingSettings.DEFAULT;
    private String channel = "";
    private @Nullable String file;
    private @Nullable Line frontier;
    private boolean gate;
    private long mark = NONE;
    private long index;
    private long now;
    private long sessions;
    private long places;

    /** All files that hold anything, by name, bytes as Latin-1. */
    public Map<String, String> texts() {
        return outputs.texts();
    }

    public Counters counters() {
        long[] c = counts;
        return new Counters(c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7], c[8], c[9]);
    }

    /** What became of every generation that the log ever knew, forgotten ones too. */
    public List<ReferenceAccount> accounts() {
        return List.copyOf(accounts);
    }

    /** Applies the next committed entry. */
    public void apply(EntryHeader header, byte[] content, int length) throws MalformedException {
        index = header.index();
        now = header.logTimeNanos();
        if (header.type() == EntryType.FRAME) {
            frame(content, length);
        } else {
            other(Entry.decode(header.type(), content, 0, length));
        }
        if (gate && agents.values().stream().noneMatch(agent -> agent.live)) {
            writeAll();
            gate = false;
            mark = NONE;
        }
        while (gate && settings.order() == Order.TIME && writeOne()) {
            // one line after the other
        }
    }

    private void other(Entry entry) {
        if (entry instanceof Entry.Session session) {
            Agent agent = agents.computeIfAbsent(session.agent(), Agent::new);
            agent.session = ++sessions;
            agent.accepted = 0;
            agent.round = 0;
            agent.live = true;
            agent.promised = false;
            channel = channel.isEmpty() ? session.channel() : channel;
        } else if (entry instanceof Entry.Marks marks) {
            marks.marks().forEach(this::promise);
        } else if (entry instanceof Entry.Gate) {
            gate = true;
        } else if (entry instanceof Entry.Bye bye && bye.forGood()) {
            end(bye.session());
        } else if (entry instanceof Entry.Evict evict) {
            end(evict.session());
        } else if (entry instanceof Entry.Rotate rotate) {
            if (file != null && (rotate.output().isEmpty() || rotate.output().equals(file))) {
                file().end(index);
            }
        } else if (entry instanceof Entry.Config config) {
            configure(ShapingSettings.parse(config.canonical()));
        } else if (entry instanceof Entry.Forget forget) {
            forget.generations().forEach(this::forget);
            agents.values().forEach(agent -> agent.sources.removeIf(this::isUnused));
            agents.values().removeIf(agent -> !agent.live && agent.sources.isEmpty());
        }
    }

    private void configure(ShapingSettings next) {
        boolean other = next.order() != settings.order() || !next.outName().equals(settings.outName());
        if (file != null && other) {
            writeAll();
            String name = next.outName().replace("{channel}", channel);
            if (name.equals(file)) {
                file().end(index);
            } else {
                outputs.leave(file, index);
                file = null;
            }
        }
        settings = next;
        if (!next.outName().contains("{channel}") || !channel.isEmpty()) {
            file();
        }
        if (next.order() == Order.CHANNEL) {
            writeAll();
        }
    }

    private MemoryOutputs.MemoryOutput file() {
        if (file == null) {
            file = settings.outName().replace("{channel}", channel);
        }
        return outputs.open(file, index);
    }

    private void forget(long id) {
        Generation row = generations.get(id);
        if (row != null && (row.gone()[0] || !row.source().agent.live)) {
            generations.remove(id);
            row.source().rows.remove(row);
        }
    }

    private boolean isUnused(Source source) {
        return source.rows.isEmpty()
                && waiting.stream().noneMatch(line -> line.of().source() == source);
    }

    private @Nullable Agent bySession(long session) {
        return agents.values().stream()
                .filter(agent -> agent.live && agent.session == session)
                .findAny()
                .orElse(null);
    }

    private void end(long session) {
        Agent agent = bySession(session);
        if (agent != null) {
            agent.live = false;
        }
    }

    private void promise(Entry.Mark said) {
        Agent agent = bySession(said.session());
        if (agent == null || said.frameNumber() > agent.accepted) {
            return;
        }
        long time = said.time() > now + settings.skew().toNanos() ? now : said.time();
        agent.promise = Math.max(agent.promise, time);
        agent.promised = true;
        for (Source source : agent.sources) {
            source.excepted =
                    source.rows.stream().anyMatch(row -> said.excepted().contains(row.id()));
            if (source.unclosed() && !source.excepted) {
                source.promise(time);
            }
        }
    }

    private void frame(byte[] content, int length) throws MalformedException {
        var frame = new FrameReader();
        try {
            frame.wrap(content, 0, length);
            frame.check();
        } catch (MalformedException e) {
            counts[7]++;
            return;
        }
        Agent agent = bySession(frame.session());
        if (agent == null || agent.round != frame.round()) {
            counts[7]++;
        } else if (frame.number() != agent.accepted + 1 || !fits(agent, frame)) {
            counts[7]++;
            agent.round++;
        } else {
            accept(agent, frame);
        }
    }

    private boolean fits(Agent agent, FrameReader frame) throws MalformedException {
        Map<Long, Long> ends = new TreeMap<>();
        generations.forEach((id, row) -> {
            if (row.source().agent == agent && !row.closed()[0]) {
                ends.put(id, row.end()[0]);
            }
        });
        Set<Long> used = new HashSet<>(generations.keySet());
        boolean fits = true;
        while (frame.next()) {
            long id = frame.generation();
            switch (frame.kind()) {
                case OPEN -> {
                    fits &= id != 0 && !used.contains(id);
                    used.add(id);
                }
                default -> fits &= ends.containsKey(id) && ends.get(id) == frame.start();
            }
            switch (frame.kind()) {
                case CLOSE -> ends.remove(id);
                default -> ends.put(id, frame.end());
            }
        }
        frame.rewind();
        return fits;
    }

    private void accept(Agent agent, FrameReader frame) throws MalformedException {
        agent.accepted++;
        agent.come |= frame.isFirstScanDone();
        byte[] block = new byte[frame.rawBytes()];
        frame.unpackBlock(block);
        while (frame.next()) {
            Generation row = generations.get(frame.generation());
            switch (frame.kind()) {
                case OPEN -> open(agent, frame);
                case CLOSE -> {
                    at(row).closed()[0] = true;
                    at(row).gone()[0] = frame.closeReason() == CloseReason.GONE;
                    at(row).account().gone = at(row).gone()[0];
                }
                case GAP -> {
                    counts[5]++;
                    counts[6] += frame.end() - frame.start();
                    at(row).account().gapBytes += frame.end() - frame.start();
                }
                case DATA -> data(at(row), frame, new String(block, StandardCharsets.ISO_8859_1));
            }
            at(generations.get(frame.generation())).end()[0] = frame.end();
        }
    }

    private static Generation at(@Nullable Generation row) {
        return Objects.requireNonNull(row);
    }

    private void open(Agent agent, FrameReader frame) {
        Source source = agent.sources.stream()
                .filter(known -> Arrays.equals(known.path, frame.path()))
                .findAny()
                .orElse(null);
        if (source == null) {
            source = new Source(agent, frame.path());
            agent.sources.add(source);
        }
        if (!source.unclosed()) {
            source.excepted = false;
            source.promise(agent.promise);
        }
        var account = new ReferenceAccount(
                new String(agent.key, StandardCharsets.UTF_8), new String(frame.path(), StandardCharsets.UTF_8));
        accounts.add(account);
        var row = new Generation(
                frame.generation(), source, source.opened++, new long[1], new boolean[1], new boolean[1], account);
        source.rows.add(row);
        generations.put(row.id(), row);
    }

    private void data(Generation row, FrameReader frame, String block) throws MalformedException {
        Source source = row.source();
        source.unit = frame.resolution();
        counts[8] += frame.newlineAdded() ? 1 : 0;
        counts[9] += frame.longLines();
        counts[4] += row.number() + 1 < source.opened ? frame.lines() : 0;
        List<Long> times = new ArrayList<>();
        List<Integer> lengths = new ArrayList<>();
        var cursor = new LineCursor();
        cursor.reset(frame);
        while (cursor.next()) {
            times.add(cursor.time());
            lengths.add(cursor.length());
        }
        int from = frame.blockOffset();
        long latest = now + settings.skew().toNanos();
        for (int i = 0; i < times.size(); i++) {
            long base = times.get(i);
            if (frame.untimed()) {
                base = now;
            } else if (base == NONE && source.lastE != NONE) {
                base = source.lastE;
            } else if (base == NONE) {
                long readable =
                        times.stream().filter(time -> time != NONE).findFirst().orElse(now);
                base = readable > latest ? now : readable;
            } else if (base > latest) {
                counts[3]++;
                base = now;
            }
            long e = Math.max(base, source.lastE);
            counts[2] += source.lastPromise > e ? 1 : 0;
            source.lastE = Math.max(e, source.lastPromise);
            if (source.excepted || !source.agent.promised) {
                source.mark = Math.max(source.mark, source.lastE);
            }
            place(new Line(source.lastE, row, places++, block.substring(from, from + lengths.get(i))));
            from += lengths.get(i);
        }
    }

    private void place(Line line) {
        ReferenceAccount account = line.of().account();
        account.firstLine = account.firstLine.isEmpty() ? line.text() : account.firstLine;
        if (settings.order() == Order.CHANNEL) {
            write(line);
        } else if (frontier != null && BY_KEY.compare(line, frontier) < 0) {
            counts[1]++;
            write(line);
        } else {
            waiting.add(line);
        }
    }

    private void write(Line line) {
        counts[0]++;
        byte[] text = line.text().getBytes(StandardCharsets.ISO_8859_1);
        file().write(text, 0, text.length);
    }

    private void writeAll() {
        while (!waiting.isEmpty()) {
            writeLeast(waiting.first());
        }
    }

    private void writeLeast(Line least) {
        waiting.remove(least);
        frontier = least;
        write(least);
    }

    private boolean writeOne() {
        List<Long> marks = new ArrayList<>();
        for (Agent agent : agents.values()) {
            List<Source> open =
                    agent.live ? agent.sources.stream().filter(Source::unclosed).toList() : List.of();
            open.forEach(source -> marks.add(source.mark));
            if (agent.live && open.isEmpty() && agent.come) {
                marks.add(agent.promise == NONE ? NONE : StampUnit.SECONDS.floor(agent.promise));
            }
        }
        boolean anyone = !marks.isEmpty();
        marks.removeIf(held -> frontier != null && held <= frontier.e());
        long least = marks.stream().mapToLong(held -> held).min().orElse(NONE);
        mark = anyone ? Math.max(mark, least) : NONE;
        Line first = waiting.isEmpty() ? null : waiting.first();
        if (first == null || (anyone && first.e() >= mark)) {
            return false;
        }
        writeLeast(first);
        return true;
    }
}
