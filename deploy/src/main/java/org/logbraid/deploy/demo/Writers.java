package org.logbraid.deploy.demo;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The web servers of the demo: several files that grow at an even pace, written by one thread of its own. Its methods are
 * safe for all threads.
 */
final class Writers implements Closeable {
    private static final int LINES_PER_SECOND = 300;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Playback playback;
    private final List<GrowingFile> files = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "demo-writer");
    private volatile boolean stopping;
    private volatile @Nullable IOException failure;

    Writers(Playback playback, List<Path> paths) throws IOException {
        this.playback = playback;
        for (Path path : paths) {
            files.add(new GrowingFile(path));
        }
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        long began = System.nanoTime();
        long written = 0;
        try {
            while (!stopping) {
                long due = (System.nanoTime() - began) * LINES_PER_SECOND / TimeUnit.SECONDS.toNanos(1);
                for (; written < due && !stopping; written++) {
                    synchronized (files) {
                        for (GrowingFile file : files) {
                            file.write(playback);
                        }
                    }
                }
                LockSupport.parkNanos(this, PAUSE_NANOS);
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    /** Renames one of the files and begins it anew. */
    Path rotate(int file) throws IOException {
        synchronized (files) {
            files.get(file).rotate();
            return files.get(file).path();
        }
    }

    /** Lines written so far. */
    long lines() {
        synchronized (files) {
            return files.stream().mapToLong(GrowingFile::lines).sum();
        }
    }

    /** Of each source its files, the oldest first. */
    List<List<Path>> sources() {
        synchronized (files) {
            return files.stream().map(GrowingFile::files).toList();
        }
    }

    /**
     * Stops writing, behind a whole line.
     *
     * @throws IOException when a line could not be written
     */
    void stop() throws IOException, InterruptedException {
        stopping = true;
        LockSupport.unpark(thread);
        if (thread.isAlive()) {
            thread.join();
        }
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void close() throws IOException {
        stopping = true;
        for (GrowingFile file : files) {
            file.close();
        }
    }
}
