package org.logbraid.system.process;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A web server's access log: combined lines, each with a microsecond of its own and a number that no other line has, so
 * that a line lost, doubled, torn or out of its place shows. Rotated by rename, or by copy and truncate while nothing is
 * written.
 *
 * <p>Not thread-safe: belongs to the thread that writes; {@link #bytes} and {@link #bytesBefore} are safe for all.
 */
public final class LiveLog {
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("dd/MMM/uuuu:HH:mm:ss.", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private static final int WARMING = 1_000;

    private final Path path;
    private final String client;
    private final Random random;
    private final List<Path> rotated = new ArrayList<>();
    private final List<Long> begins = new CopyOnWriteArrayList<>(List.of(0L));
    private FileChannel file;
    private long lastMicros;
    private long second = -1;
    private String secondText = "";
    private long lines;
    private final AtomicLong bytes = new AtomicLong();
    private long slowestNanos;

    LiveLog(Path path, int number) throws IOException {
        this.path = path;
        this.client = "10.0.0." + number;
        this.random = new Random(number);
        this.file = open();
    }

    private FileChannel open() throws IOException {
        return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    public Path path() {
        return path;
    }

    long lines() {
        return lines;
    }

    long bytes() {
        return bytes.get();
    }

    /** What was written before a generation of the file began. */
    long bytesBefore(int generation) {
        return begins.get(generation);
    }

    /** The longest time between the stamp of a line and the end of its writing: more than stamp-lag excuses disorder. */
    long slowestNanos() {
        return slowestNanos;
    }

    /** As the reference wants it. */
    public ReferenceMerge.Source source(String agent) {
        List<Path> generations = new ArrayList<>(rotated);
        generations.add(path);
        return new ReferenceMerge.Source(agent, path, generations);
    }

    /** Makes lines that go nowhere, so that the first real ones are not slow. */
    void warmUp() {
        for (int i = 0; i < WARMING; i++) {
            text(10);
        }
        lines = 0;
    }

    /** Writes lines in one go, stamped now. */
    void write(int count) throws IOException {
        long begin = System.nanoTime();
        var buffer = ByteBuffer.wrap(text(count));
        int length = buffer.remaining();
        while (buffer.hasRemaining()) {
            file.write(buffer);
        }
        bytes.addAndGet(length);
        slowestNanos = Math.max(slowestNanos, System.nanoTime() - begin);
    }

    private byte[] text(int count) {
        var now = Instant.now();
        long micros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
        var text = new ByteArrayOutputStream(count * 256);
        for (int i = 0; i < count; i++) {
            lastMicros = Math.max(lastMicros + 1, micros + i);
            text.writeBytes(line().getBytes(US_ASCII));
        }
        return text.toByteArray();
    }

    private String line() {
        long itsSecond = lastMicros / 1_000_000;
        if (itsSecond != second) {
            second = itsSecond;
            secondText = SECOND.format(Instant.ofEpochSecond(second));
        }
        String micros = Long.toString(1_000_000 + lastMicros % 1_000_000).substring(1);
        return client + " - - [" + secondText + micros + " +0000] \"GET /line/" + client + "/" + lines++
                + " HTTP/1.1\" 200 " + random.nextInt(100_000)
                + " \"http://semicomplete.com/presentations/logstash-monitorama-2013/\""
                + " \"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_9_1)" + " AppleWebKit/537.36".repeat(random.nextInt(5))
                + "\"\n";
    }

    private Path next() {
        var name = path.resolveSibling(path.getFileName() + "." + (rotated.size() + 1));
        rotated.add(name);
        begins.add(bytes.get());
        return name;
    }

    public void rotateByRename() throws IOException {
        Files.move(path, next(), StandardCopyOption.ATOMIC_MOVE);
        file.close();
        file = open();
    }

    void rotateByCopy() throws IOException {
        Files.copy(path, next());
        file.truncate(0);
    }

    void close() throws IOException {
        file.close();
    }
}
