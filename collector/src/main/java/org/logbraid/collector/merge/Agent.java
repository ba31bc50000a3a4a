package org.logbraid.collector.merge;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.frame.Frames;
import org.logbraid.common.frame.StampUnit;
import org.logbraid.common.wire.GenerationRow;
import org.logbraid.common.wire.InstanceId;

/**
 * What the log knows of an agent, by its name: its current session, what it promised, its sources.
 *
 * <p>Not thread-safe: lives on the {@code collector-merge} thread.
 */
final class Agent {
    final String name;
    final byte[] key;
    final TreeMap<byte[], Source> sources = new TreeMap<>(Arrays::compareUnsigned);

    /** Accepted frames with lines that wait, oldest first; those of older sessions too. */
    final Deque<Block> unwritten = new ArrayDeque<>();

    long session;
    InstanceId instance = InstanceId.NONE;
    long nonce;
    String channel = "";
    long accepted;
    int round;
    /** Whether its session is not over. */
    boolean live;
    /** Whether all files of a first scan were ever known. */
    boolean come;
    /** Its last promise, or {@link Frames#NO_TIME}. */
    long promise = Frames.NO_TIME;
    /** Whether it has promised since its session began. */
    boolean promised;
    /** Last frame told to be written; not part of the state. */
    long toldWritten;
    /** Last frame handed to the output when it began to be made durable; not part of the state. */
    long forcing;

    Agent(String name) {
        this.name = name;
        this.key = name.getBytes(StandardCharsets.UTF_8);
    }

    void begin(long number, InstanceId newInstance, long newNonce, String newChannel) {
        session = number;
        instance = newInstance;
        nonce = newNonce;
        channel = newChannel;
        accepted = 0;
        round = 0;
        live = true;
        promised = false;
        toldWritten = 0;
        forcing = 0;
    }

    /** Takes a promise for all of its sources, but for those of the generations excepted (T3). */
    void promise(long time, List<Long> excepted, Generations generations) {
        promise = Math.max(promise, time);
        promised = true;
        for (Source source : sources.values()) {
            source.excepted = false;
        }
        for (Long id : excepted) {
            @Nullable Generation generation = generations.get(id);
            if (generation != null && generation.source.agent == this) {
                generation.source.excepted = true;
            }
        }
        for (Source source : sources.values()) {
            if (source.unclosed > 0 && !source.excepted) {
                source.promise(time);
            }
        }
    }

    /** With what an agent holds that has no open source: as a source would before its first line. */
    long ownMark() {
        return floored(promise, StampUnit.SECONDS);
    }

    static long floored(long promise, StampUnit unit) {
        return promise == Frames.NO_TIME ? promise : unit.floor(promise);
    }

    /** All that a returning agent has to know, by path and number. */
    List<GenerationRow> rows() {
        List<GenerationRow> rows = new ArrayList<>();
        for (Source source : sources.values()) {
            for (Generation generation : source.generations) {
                if (!generation.forgotten) {
                    rows.add(generation.row());
                }
            }
        }
        return List.copyOf(rows);
    }

    /** Last frame up to which all lines, also those of older sessions, have been handed to the output. */
    long handed() {
        while (!unwritten.isEmpty() && unwritten.peek().waiting == 0) {
            unwritten.remove();
        }
        @Nullable Block oldest = unwritten.peek();
        if (oldest == null) {
            return accepted;
        }
        return oldest.session == session ? oldest.number - 1 : 0;
    }
}
