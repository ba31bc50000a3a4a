package org.logbraid.system.soak;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The growing log of one server, rotated in turns by rename and by copy and truncate, while nothing is written. A rotated
 * file is deleted once all its lines have come out, but the newest one stays.
 *
 * <p>Not thread-safe: belongs to the thread that writes.
 */
final class SoakLog implements Closeable {
    private static final int KEPT = 1;

    private record Rotated(Path path, long end) {}

    private final Path path;
    private final int client;
    private final SlowWrites slow;
    private final NumberedLine.Maker lines;
    private final byte[] batch;
    private final int mostLines;
    private final Deque<Rotated> rotated = new ArrayDeque<>();
    private FileChannel file;
    private long lastMicros;
    private int rotations;

    /**
     * Begins an empty log.
     *
     * @param mostLines in one batch
     */
    SoakLog(Path path, int client, int mostLines, SlowWrites slow) throws IOException {
        this.path = path;
        this.client = client;
        this.slow = slow;
        this.lines = new NumberedLine.Maker(client);
        this.mostLines = mostLines;
        this.batch = new byte[mostLines * NumberedLine.MOST_BYTES];
        this.file = open();
    }

    private FileChannel open() throws IOException {
        return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    Path path() {
        return path;
    }

    /** Lines written. */
    long written() {
        return lines.next();
    }

    int rotations() {
        return rotations;
    }

    /** Writes lines in one go, stamped now, each with a microsecond of its own. */
    void write(int count) throws IOException {
        long begin = System.nanoTime();
        long first = lines.next();
        var now = Instant.now();
        long micros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
        int length = 0;
        for (int i = 0; i < Math.min(count, mostLines); i++) {
            lastMicros = Math.max(lastMicros + 1, micros);
            length = lines.put(batch, length, lastMicros);
        }
        var bytes = ByteBuffer.wrap(batch, 0, length);
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
        slow.wrote(client, first, lines.next(), System.nanoTime() - begin);
    }

    void rotate() throws IOException {
        var aside = path.resolveSibling(path.getFileName() + "." + ++rotations);
        rotated.add(new Rotated(aside, lines.next()));
        if (rotations % 2 == 1) {
            Files.move(path, aside, StandardCopyOption.ATOMIC_MOVE);
            file.close();
            file = open();
        } else {
            Files.copy(path, aside);
            file.truncate(0);
        }
    }

    /**
     * Deletes what nobody needs any more.
     *
     * @param seen how many of this server's lines have come out
     */
    void deleteSeen(long seen) throws IOException {
        while (rotated.size() > KEPT && rotated.getFirst().end() <= seen) {
            Files.delete(rotated.removeFirst().path());
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
