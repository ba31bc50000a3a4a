package org.logbraid.common.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.HostPort;
import org.logbraid.common.frame.ByteSink;
import org.logbraid.common.frame.ByteSource;
import org.logbraid.common.frame.MalformedException;

/**
 * What is said on the agents' port, frames excepted: their bodies are read in place by
 * {@link org.logbraid.common.frame.FrameReader}. Immutable.
 *
 * <p>Longer than 300 lines because every message stands here with its encoding beside it.
 */
public sealed interface Message {
    /** Longest name of an agent, a channel or a collector, in bytes of UTF-8. */
    int MAX_NAME_BYTES = 255;

    /** Most generations excepted by one promise; an agent with more such files does not promise. */
    int MAX_EXCEPTIONS = 8_192;

    /** Longest interval of promises, in milliseconds. */
    int MAX_MARKS_INTERVAL = 60_000;

    MessageType type();

    void writeBody(ByteSink into);

    /**
     * Agent: asks for a session.
     *
     * @param leastVersion oldest version of this protocol that the agent speaks
     * @param greatestVersion newest one
     * @param agent name of the agent
     * @param instance identity kept in its state folder
     * @param nonce drawn by this process: who holds the name
     * @param channel the channel its lines go to
     * @param knownLog id of the log its state speaks of, or {@link InstanceId#NONE}
     */
    record Hello(
            int leastVersion,
            int greatestVersion,
            String agent,
            InstanceId instance,
            long nonce,
            String channel,
            InstanceId knownLog)
            implements Message {
        @Override
        public MessageType type() {
            return MessageType.HELLO;
        }

        @Override
        public void writeBody(ByteSink into) {
            into.u8(leastVersion);
            into.u8(greatestVersion);
            text(into, agent);
            instance.write(into);
            into.i64(nonce);
            text(into, channel);
            knownLog.write(into);
        }
    }

    /**
     * Collector: the session is in the log. Comes in parts; the session begins with the last one.
     *
     * @param log id of the log
     * @param session number of the session, unique in this log; its first frame is number 1 of round 0
     * @param creditBytes how many bytes may be in flight
     * @param marksInterval how often promises are worth sending, in milliseconds
     * @param part 1 to {@code parts}
     * @param parts how many there are
     * @param generations a part of the agent's generations, with their ends as of this session's index
     */
    record Welcome(
            InstanceId log,
            long session,
            long creditBytes,
            int marksInterval,
            int part,
            int parts,
            List<GenerationRow> generations)
            implements Message {
        /** Most generations in one part: with the longest of paths it stays within a message. */
        public static final int MAX_ROWS = 200;

        @Override
        public MessageType type() {
            return MessageType.WELCOME;
        }

        @Override
        public void writeBody(ByteSink into) {
            log.write(into);
            into.i64(session);
            into.varint(creditBytes);
            into.varint(marksInterval);
            into.varint(part);
            into.varint(parts);
            into.varint(generations.size());
            generations.forEach(row -> row.write(into));
        }
    }

    /**
     * Collector: not here.
     *
     * @param leader the leader's advertised address, or null while there is none
     * @param retryMillis when to ask again
     */
    record Redirect(@Nullable HostPort leader, int retryMillis) implements Message {
        @Override
        public MessageType type() {
            return MessageType.REDIRECT;
        }

        @Override
        public void writeBody(ByteSink into) {
            text(into, leader == null ? "" : leader.toString());
            into.varint(retryMillis);
        }
    }

    /**
     * Agent: "at {@code time} everything was read to its end and sent, but for these".
     *
     * @param session current session
     * @param frameNumber last frame sent before
     * @param time start of the sweep less {@code stamp-lag}, nanoseconds since the epoch, by the agent's clock
     * @param excepted ids of generations that were not read to their end, at most 8,192
     */
    record Promise(long session, long frameNumber, long time, List<Long> excepted) implements Message {
        @Override
        public MessageType type() {
            return MessageType.PROMISE;
        }

        @Override
        public void writeBody(ByteSink into) {
            into.i64(session);
            into.i64(frameNumber);
            into.i64(time);
            into.varint(excepted.size());
            excepted.forEach(into::i64);
        }
    }

    /**
     * Collector: applied and accepted.
     *
     * @param session the session spoken of
     * @param applied last frame accepted
     * @param written last frame of which every line stands in the merged file, forced to disk
     * @param creditBytes how many bytes may be in flight
     */
    record Ack(long session, long applied, long written, long creditBytes) implements Message {
        @Override
        public MessageType type() {
            return MessageType.ACK;
        }

        @Override
        public void writeBody(ByteSink into) {
            into.i64(session);
            into.i64(applied);
            into.i64(written);
            into.varint(creditBytes);
        }
    }

    /**
     * Collector: a frame was void. All before {@code expected} were accepted; the agent reads again from what they left.
     *
     * @param session the session spoken of
     * @param round the round that counts from now on
     * @param expected number of the next frame
     */
    record Nack(long session, int round, long expected) implements Message {
        @Override
        public MessageType type() {
            return MessageType.NACK;
        }

        @Override
        public void writeBody(ByteSink into) {
            into.i64(session);
            into.i32(round);
            into.i64(expected);
        }
    }

    /**
     * Collector: the name is held.
     *
     * @param holder who holds it, for the operator
     */
    record Busy(String holder) implements Message {
        @Override
        public MessageType type() {
            return MessageType.BUSY;
        }

        @Override
        public void writeBody(ByteSink into) {
            text(into, holder);
        }
    }

    /**
     * Collector: the session is over; say HELLO again.
     *
     * @param session which one
     */
    record Fenced(long session) implements Message {
        @Override
        public MessageType type() {
            return MessageType.FENCED;
        }

        @Override
        public void writeBody(ByteSink into) {
            into.i64(session);
        }
    }

    /**
     * Agent: goodbye. Collector: the goodbye is in the log.
     *
     * @param session which one
     * @param forGood nobody waits for this agent any more; otherwise it comes back
     * @param lastFrame last frame sent: the goodbye is proposed once it has been applied
     */
    record Bye(long session, boolean forGood, long lastFrame) implements Message {
        @Override
        public MessageType type() {
            return MessageType.BYE;
        }

        @Override
        public void writeBody(ByteSink into) {
            into.i64(session);
            into.u8(forGood ? 1 : 0);
            into.i64(lastFrame);
        }
    }

    /**
     * Both sides, each second.
     *
     * @param wallNanos the sender's wall clock
     * @param echo its monotonic clock, given back
     */
    record Ping(long wallNanos, long echo) implements Message {
        @Override
        public MessageType type() {
            return MessageType.PING;
        }

        @Override
        public void writeBody(ByteSink into) {
            into.i64(wallNanos);
            into.i64(echo);
        }
    }

    /**
     * Answer to a PING.
     *
     * @param wallNanos the answerer's wall clock
     * @param echo what the PING carried
     * @param marksInterval how often promises are worth sending from now on, in milliseconds; 0 from an agent
     */
    record Pong(long wallNanos, long echo, int marksInterval) implements Message {
        @Override
        public MessageType type() {
            return MessageType.PONG;
        }

        @Override
        public void writeBody(ByteSink into) {
            into.i64(wallNanos);
            into.i64(echo);
            into.varint(marksInterval);
        }
    }

    /**
     * Collector: this agent cannot be served at all, ever; a sentence for the operator.
     *
     * @param reason the sentence
     */
    record Refused(String reason) implements Message {
        @Override
        public MessageType type() {
            return MessageType.REFUSED;
        }

        @Override
        public void writeBody(ByteSink into) {
            text(into, reason);
        }
    }

    /**
     * Agent, at most once a second and once more when nothing lags any longer: files that are longer than what was read
     * of them. For {@code status} alone; decides nothing.
     *
     * @param session the session spoken of
     * @param files at most {@link #MAX_FILES}, those that lag most first; a file that is not named does not lag
     */
    record Lag(long session, List<FileLength> files) implements Message {
        public static final int MAX_FILES = 4_096;

        @Override
        public MessageType type() {
            return MessageType.LAG;
        }

        @Override
        public void writeBody(ByteSink into) {
            into.i64(session);
            into.varint(files.size());
            for (FileLength file : files) {
                into.i64(file.generation());
                into.varint(file.bytes());
            }
        }
    }

    /**
     * How long a file is.
     *
     * @param generation id of its generation
     * @param bytes its length when it was looked at
     */
    record FileLength(long generation, long bytes) {}

    /** The whole message, header included. */
    static byte[] encode(Message message) {
        var body = new ByteSink(256);
        message.writeBody(body);
        var whole = new ByteSink(MessageHeader.BYTES + body.length());
        new MessageHeader(message.type(), body.length()).write(whole);
        whole.bytes(body.array(), 0, body.length());
        return whole.toArray();
    }

    /**
     * Reads a body of any type but FRAME.
     *
     * @throws MalformedException when it is not exactly such a body
     */
    static Message decode(MessageType type, byte[] bytes, int offset, int length) throws MalformedException {
        var from = new ByteSource();
        from.wrap(bytes, offset, length);
        Message message = switch (type) {
            case HELLO ->
                new Hello(
                        from.u8(),
                        from.u8(),
                        text(from),
                        InstanceId.read(from),
                        from.i64(),
                        text(from),
                        InstanceId.read(from));
            case WELCOME -> welcome(from);
            case REDIRECT -> new Redirect(address(text(from)), from.count(Integer.MAX_VALUE));
            case PROMISE -> new Promise(from.i64(), from.i64(), from.i64(), longs(from));
            case ACK -> new Ack(from.i64(), from.i64(), from.i64(), from.varint());
            case NACK -> new Nack(from.i64(), from.i32(), from.i64());
            case BUSY -> new Busy(text(from));
            case FENCED -> new Fenced(from.i64());
            case BYE -> new Bye(from.i64(), from.u8() != 0, from.i64());
            case PING -> new Ping(from.i64(), from.i64());
            case PONG -> new Pong(from.i64(), from.i64(), from.count(MAX_MARKS_INTERVAL));
            case REFUSED -> new Refused(text(from));
            case LAG -> lag(from);
            case FRAME -> throw new MalformedException("a frame where none is expected");
        };
        if (from.remaining() != 0) {
            throw new MalformedException(type + " with " + from.remaining() + " bytes too many");
        }
        return message;
    }

    private static Welcome welcome(ByteSource from) throws MalformedException {
        InstanceId log = InstanceId.read(from);
        long session = from.i64();
        long credit = from.varint();
        int interval = from.count(MAX_MARKS_INTERVAL);
        int part = from.count(Integer.MAX_VALUE);
        int parts = from.count(Integer.MAX_VALUE);
        int rows = from.count(Welcome.MAX_ROWS);
        List<GenerationRow> generations = new ArrayList<>(rows);
        for (int i = 0; i < rows; i++) {
            generations.add(GenerationRow.read(from));
        }
        return new Welcome(log, session, credit, interval, part, parts, List.copyOf(generations));
    }

    private static Lag lag(ByteSource from) throws MalformedException {
        long session = from.i64();
        int count = from.count(Lag.MAX_FILES);
        List<FileLength> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            files.add(new FileLength(from.i64(), from.varint()));
        }
        return new Lag(session, List.copyOf(files));
    }

    private static List<Long> longs(ByteSource from) throws MalformedException {
        int count = from.count(MAX_EXCEPTIONS);
        List<Long> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(from.i64());
        }
        return List.copyOf(values);
    }

    private static @Nullable HostPort address(String text) throws MalformedException {
        try {
            return text.isEmpty() ? null : HostPort.parse(text);
        } catch (IllegalArgumentException e) {
            throw new MalformedException(String.valueOf(e.getMessage()));
        }
    }

    private static void text(ByteSink into, String value) {
        into.sized(value.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(ByteSource from) throws MalformedException {
        return new String(from.sized(4 * 1024), StandardCharsets.UTF_8);
    }
}
