package org.logbraid.collector.output;

import static java.util.Objects.requireNonNull;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.logbraid.collector.output.OutputHistory.Event;
import org.logbraid.collector.output.OutputHistory.Kind;
import org.logbraid.common.Failpoint;
import org.logbraid.common.disk.DiskFullException;

/**
 * One output: a text file that only grows (G6), written by position in pieces of 256 KiB, and the files it goes on in
 * when one ends or is moved away. During a replay the events that followed the snapshot are known, and the same bytes go
 * to the same files again: what stands there already is compared, not written.
 *
 * <p>A full disk stops nothing at once: what cannot be written is kept and tried again by {@link #flush}; beyond
 * {@link #MAX_WAITING_BYTES} there is nowhere to keep it, and {@link #write} throws.
 *
 * <p>Not thread-safe: lives on the {@code collector-merge} thread.
 */
final class OutputFile implements Output, Closeable {
    static final int BUFFER_BYTES = 256 * 1024;
    static final int MAX_WAITING_BYTES = 16 * 1024 * 1024;

    private final String name;
    private final OutputHistory history;
    private final OutputPlaces places;
    private final Deque<Event> known = new ArrayDeque<>();
    private final TailBytes tail = new TailBytes();
    private @Nullable OpenOutput open;
    private byte[] buffer = new byte[BUFFER_BYTES];
    private int buffered;
    private long written;
    private boolean unforced;
    private @Nullable DiskFullException full;

    private OutputFile(String name, OutputHistory history, OutputPlaces places, List<Event> known) {
        this.name = name;
        this.history = history;
        this.places = places;
        this.known.addAll(known);
    }

    /**
     * Begins a file, or begins it again in a replay.
     *
     * @param known what the history tells of the name after the file was begun
     */
    static OutputFile begin(String name, OutputHistory history, OutputPlaces places, List<Event> known)
            throws IOException {
        var file = new OutputFile(name, history, places, known);
        file.openNext();
        return file;
    }

    /**
     * Goes on where a snapshot stood.
     *
     * @throws OutputMismatchException when the file is missing, shorter or has other bytes
     */
    static OutputFile resume(OutputState state, OutputHistory history, OutputPlaces places, List<Event> known)
            throws IOException {
        var file = new OutputFile(state.file(), history, places, known);
        file.written = state.lengthBytes();
        if (file.isGone()) {
            file.passMoves();
        } else {
            OpenOutput opened = places.reopen(state, file.known.peek());
            opened.readTail(file.written, file.tail);
            file.open = opened;
            if (file.state().tailCrc() != state.tailCrc()) {
                throw new OutputMismatchException("output has other bytes than the snapshot says: path=" + opened.path()
                        + " length=" + state.lengthBytes()
                        + "; put the right file back, or start with new --data and --out");
            }
        }
        return file;
    }

    /** Whether the bytes to come went into a file that was moved away afterwards. */
    private boolean isGone() {
        Event next = known.peek();
        return next != null && next.kind() == Kind.MOVED;
    }

    private void openNext() throws IOException {
        written = 0;
        tail.clear();
        if (isGone()) {
            passMoves();
        } else {
            open = places.open(name, known.peek());
        }
    }

    private void passMoves() throws IOException {
        if (isGone() && requireNonNull(known.peek()).lengthBytes() == written) {
            known.remove();
            openNext();
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (buffered + length > BUFFER_BYTES && full == null) {
            flush();
        }
        int put = buffered == 0 && length >= BUFFER_BYTES ? put(bytes, offset, length) : 0;
        keep(bytes, offset + put, length - put);
    }

    private void keep(byte[] bytes, int offset, int length) throws DiskFullException {
        if (full != null && buffered + length > MAX_WAITING_BYTES) {
            throw full;
        }
        if (buffered + length > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(buffered + length, 2 * buffer.length));
        }
        System.arraycopy(bytes, offset, buffer, buffered, length);
        buffered += length;
    }

    @Override
    public void flush() throws IOException {
        int put = put(buffer, 0, buffered);
        System.arraycopy(buffer, put, buffer, 0, buffered - put);
        buffered -= put;
        if (buffered == 0 && buffer.length > BUFFER_BYTES) {
            buffer = new byte[BUFFER_BYTES]; // grown while the disk was full
        }
    }

    /** Writes at the end, and says how many bytes found room. */
    private int put(byte[] bytes, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            int count = length - done;
            if (isGone()) {
                count = (int) Math.min(count, requireNonNull(known.peek()).lengthBytes() - written);
            } else if (!hasRoomFor(bytes, offset + done, count)) {
                return done;
            }
            tail.append(bytes, offset + done, count);
            written += count;
            unforced = true;
            done += count;
            passMoves();
        }
        return done;
    }

    private boolean hasRoomFor(byte[] bytes, int offset, int count) throws IOException {
        OpenOutput to = requireNonNull(open);
        try {
            if (to.write(bytes, offset, count, written)) {
                places.sayRoom(to.path());
            }
        } catch (DiskFullException e) {
            places.sayFull(to.path());
            full = e;
            return false;
        }
        full = null;
        return true;
    }

    /** Whether bytes wait for room on the disk. */
    boolean isStalled() {
        return full != null;
    }

    /** Whether something was taken since the last {@link #force}. */
    boolean isUnforced() {
        return unforced || buffered > 0;
    }

    @Override
    public void force() throws IOException {
        flushAll();
        if (unforced && open != null) {
            open.force();
        }
        unforced = false;
    }

    /** Hands over what a sync has to force, if anything; what is flushed later is unforced again. */
    void takeUnforced(List<OpenOutput> into) {
        if (unforced && open != null) {
            into.add(open);
        }
        unforced = false;
    }

    private void flushAll() throws IOException {
        flush();
        if (full != null) {
            throw full;
        }
    }

    @Override
    public void end(long index) throws IOException {
        flushAll();
        lookForName(index);
        flushAll();
        if (written == 0) {
            return;
        }
        force();
        Failpoint.ROTATE.pass();
        Event event = known.peek();
        if (event == null) {
            places.makeRoomFor(name, index);
            event = history.add(Kind.ENDED, name, index, written);
            Failpoint.ROTATE.pass();
        } else {
            known.remove();
        }
        if (event.kind() != Kind.ENDED || event.index() != index || event.lengthBytes() != written) {
            throw new OutputMismatchException("output was ended at another place than the log says: name=" + name
                    + " length=" + written + " entry=" + index + " history=" + event);
        }
        OpenOutput ending = requireNonNull(open);
        ending.requireNothingBehind(written);
        ending.close();
        places.ended(name, index);
        Failpoint.ROTATE.pass();
        openNext();
    }

    /** Finds out whether somebody moved the file away, and begins a new one if so. */
    void lookForName(long index) throws IOException {
        if (known.isEmpty() && open != null && !open.hasItsName()) {
            open.force();
            history.add(Kind.MOVED, name, index, written);
            places.sayMoved(open.path(), written);
            open.close();
            openNext();
        }
    }

    /** Whether a replay has not yet come to where the files were before this start. */
    boolean isReplaying() {
        return !known.isEmpty();
    }

    /**
     * All entries from before this start are applied: whatever stands behind the end was not made by this log.
     *
     * @throws OutputMismatchException when there is such a thing that must not be cut
     */
    void requireSettled() throws IOException {
        flush();
        if (!known.isEmpty()) {
            throw new OutputMismatchException("the history of outputs is ahead of the journal: " + known.peek());
        }
        if (full == null) {
            requireNonNull(open).requireNothingBehind(written);
        }
    }

    @Override
    public OutputState state() {
        return new OutputState(name, written + buffered, tail.crcWith(buffer, buffered));
    }

    /** Closes the file as it is; flush or force first. */
    @Override
    public void close() throws IOException {
        if (open != null) {
            open.close();
        }
    }
}
