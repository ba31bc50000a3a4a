package org.logbraid.agent.batching;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.logbraid.agent.handover.Handed;
import org.logbraid.common.clock.Clock;
import org.logbraid.common.frame.BlockCodec;
import org.logbraid.common.frame.ByteSink;
import org.logbraid.common.frame.FrameWriter;
import org.logbraid.common.frame.Frames;
import org.logbraid.common.wire.MessageHeader;
import org.logbraid.common.wire.MessageType;

/**
 * Puts slices of many sources into one frame after the other, hands full ones over, and remembers what every frame in
 * flight means, until it is accepted or void.
 *
 * <p>Use: while {@link #isOpen}, write slices to {@link #writer} and {@link #add} what each of them means.
 *
 * <p>Not thread-safe: lives on the {@code agent-tail} thread.
 */
public final class FrameBatch {
    /** Text of a frame, as a rule; a single long line may take a little more. */
    public static final int BLOCK_BYTES = 1024 * 1024;

    /** Slices, lengths and times of a frame. */
    public static final int META_BYTES = 512 * 1024;

    /** Kept free for the slice that is put in next: the longest of paths and the numbers around it. */
    private static final int SLICE_META_BYTES = 8 * 1024;

    /** More frames than this are never unanswered: the memory of what they mean stays bounded. */
    private static final int MAX_IN_FLIGHT = 1_024;

    private static final long LINGER_NANOS = 2_000_000;

    private final BlockCodec codec;
    private final Clock clock;
    private final Queue<Handed> handed;
    private final MessagePool pool = new MessagePool();
    private final FrameWriter writer = new FrameWriter();
    private final ByteSink header = new ByteSink(MessageHeader.BYTES);
    private final Deque<InFlight> inFlight = new ArrayDeque<>();

    private List<Outcome> outcomes = new ArrayList<>();
    private long session;
    private int round;
    private long next = 1;
    private byte @Nullable [] inHand;
    private long begunAtNanos;
    private Handed.@Nullable Frame waiting;
    private boolean lacking; // a free message
    private long framesHanded;

    private record InFlight(long number, List<Outcome> outcomes) {}

    public FrameBatch(BlockCodec codec, Clock clock, Queue<Handed> handed) {
        this.codec = codec;
        this.clock = clock;
        this.handed = handed;
    }

    /** What is run, by any thread, when there is a free message again after there was none: must not block. */
    public void onRoom(Runnable wake) {
        pool.onFree(wake);
    }

    /** Whether the queue behind has no room for the frame that is next: nobody says when it has. */
    public boolean isRefused() {
        return waiting != null;
    }

    /** When {@link #flush} hands the frame in hand over though others are in flight, by the monotonic clock; only while there is one. */
    public long lingersUntilNanos() {
        return begunAtNanos + LINGER_NANOS;
    }

    /** Whether nothing could be put in the last time, as all messages are on their way. */
    public boolean isHeldUp() {
        return inHand == null && (lacking || isRefused());
    }

    /** A new session: its first frame is number 1 of round 0. All that is in flight is void. */
    public void begin(long sessionNumber) {
        voidAll();
        session = sessionNumber;
        round = 0;
        next = 1;
    }

    /** All frames up to this number are accepted. */
    public void accepted(long number) {
        while (!inFlight.isEmpty() && inFlight.getFirst().number <= number) {
            inFlight.removeFirst().outcomes.forEach(Outcome::accepted);
        }
    }

    /** All frames before {@code expected} are accepted, all others are void; goes on with that number in that round. */
    public void rejected(int newRound, long expected) {
        accepted(expected - 1);
        voidAll();
        round = newRound;
        next = expected;
    }

    /** Forgets the frame in hand and all in flight. */
    public void voidAll() {
        while (!inFlight.isEmpty()) {
            inFlight.removeFirst().outcomes.forEach(Outcome::voided);
        }
        var unfinished = outcomes;
        outcomes = new ArrayList<>();
        unfinished.forEach(Outcome::voided);
        if (inHand != null) {
            pool.recycle(inHand);
            inHand = null;
        }
        if (waiting != null) {
            pool.recycle(waiting.message());
            waiting = null;
        }
    }

    /**
     * Whether a slice may be put in: there is a free message, and the frame in hand is not full. Hands a full one over
     * first.
     */
    public boolean isOpen() {
        if (waiting != null && !offer()) {
            return false;
        }
        if (inHand != null && isFull()) {
            handOver(inHand);
        }
        if (inHand != null) {
            return true;
        }
        if (waiting != null || inFlight.size() >= MAX_IN_FLIGHT) {
            return false;
        }
        inHand = pool.take();
        lacking = inHand == null;
        if (inHand == null) {
            return false;
        }
        writer.begin(session, round, next);
        begunAtNanos = clock.monotonicNanos();
        return true;
    }

    private boolean isFull() {
        return writer.slices() >= Frames.MAX_SLICES || roomForText() <= 0 || roomForMeta() <= 0;
    }

    /** Of the frame in hand; only while {@link #isOpen}. */
    public FrameWriter writer() {
        return writer;
    }

    /** Whether nothing has been put into the frame in hand. */
    public boolean isEmpty() {
        return inHand == null || writer.isEmpty();
    }

    /** Bytes of text that the frame in hand has room for. */
    public int roomForText() {
        return writer.blockBytes() == 0 ? Frames.MAX_BLOCK_BYTES : BLOCK_BYTES - writer.blockBytes();
    }

    /** Bytes of lengths and times that the frame in hand has room for. */
    public int roomForMeta() {
        return META_BYTES - SLICE_META_BYTES - writer.metaBytes();
    }

    /** Remembers what was put into the frame in hand. */
    public void add(Outcome outcome) {
        outcomes.add(outcome);
    }

    /** Hands the frame in hand over: no more fits that there is to put in. */
    public void close() {
        if (inHand != null && !writer.isEmpty()) {
            handOver(inHand);
        }
    }

    /**
     * Hands the frame in hand over when it need not wait for more: at once when no other is in flight, so that a lone
     * line is prompt, else when it is 2 ms old.
     *
     * @return whether nothing is left in hand
     */
    public boolean flush() {
        if (waiting != null && !offer()) {
            return false;
        }
        if (inHand == null || writer.isEmpty()) {
            return true;
        }
        if (inFlight.isEmpty() || clock.monotonicNanos() - begunAtNanos >= LINGER_NANOS) {
            handOver(inHand);
            return waiting == null;
        }
        return false;
    }

    /** Whether nothing is in hand: all that was put in has been handed over. */
    public boolean isHandedOver() {
        return waiting == null && isEmpty();
    }

    private void handOver(byte[] message) {
        int length = writer.finish(codec, message, MessageHeader.BYTES);
        header.clear();
        new MessageHeader(MessageType.FRAME, length).write(header);
        System.arraycopy(header.array(), 0, message, 0, MessageHeader.BYTES);
        waiting = new Handed.Frame(session, next, message, MessageHeader.BYTES + length, pool);
        inFlight.addLast(new InFlight(next, outcomes));
        outcomes = new ArrayList<>();
        next++;
        inHand = null;
        offer();
    }

    private boolean offer() {
        if (waiting != null && handed.offer(waiting)) {
            waiting = null;
            framesHanded++;
        }
        return waiting == null;
    }

    /** Number of the last frame made in this session; 0 when there was none. */
    public long lastNumber() {
        return next - 1;
    }

    public long session() {
        return session;
    }

    /** Frames handed over since the start. */
    public long framesHanded() {
        return framesHanded;
    }

    /** Whether all that was handed over has been accepted. */
    public boolean isAllAccepted() {
        return inFlight.isEmpty() && isHandedOver();
    }
}
