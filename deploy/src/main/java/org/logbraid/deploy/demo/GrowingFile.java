package org.logbraid.deploy.demo;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * A log file as a web server writes it: line by line, now and then rotated.
 *
 * <p>Not thread-safe: its users take turns under the lock of {@link Writers}.
 */
final class GrowingFile implements Closeable {
    private final Path path;
    private final List<Path> rotated = new ArrayList<>();
    private OutputStream out;
    private Instant last = Instant.EPOCH;
    private long lines;

    GrowingFile(Path path) throws IOException {
        this.path = path;
        this.out = open(path);
    }

    private static OutputStream open(Path path) throws IOException {
        return Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** Writes one line, stamped now; stamps of one file are a microsecond apart at least. */
    void write(Playback playback) throws IOException {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        last = now.isAfter(last) ? now : last.plus(1, ChronoUnit.MICROS);
        out.write(playback.next(last));
        lines++;
    }

    /** Renames the file, as logrotate does, and begins a new one. */
    void rotate() throws IOException {
        Path away = path.resolveSibling(path.getFileName() + "." + (rotated.size() + 1));
        Files.move(path, away, StandardCopyOption.ATOMIC_MOVE);
        rotated.add(away);
        out.close();
        out = open(path);
    }

    Path path() {
        return path;
    }

    /** All of its files, the oldest first. */
    List<Path> files() {
        List<Path> files = new ArrayList<>(rotated);
        files.add(path);
        return files;
    }

    long lines() {
        return lines;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
