package org.logbraid.bench.machine;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;

/**
 * Memory that has been touched, held until whoever is measured needs it. A virtual machine gives free memory back to its host, a
 * part of it each second, and the first write to what was given back costs ten times as much as any other: the longer a run, the
 * slower it would be. So hardly anything is free here, and a thread lets go of a piece whenever less is.
 *
 * <p>Made and closed by the thread that measures.
 */
public final class TouchedMemory implements Closeable {
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final int PIECE_BYTES = 64 * 1024 * 1024;

    /** As much is left free: more than is written between two looks. */
    private static final long FREE_BYTES = 2L * 1024 * 1024 * 1024;

    private static final long LOOK_NANOS = 20_000_000;

    private final Deque<FileChannel> pieces = new ArrayDeque<>();
    private final Thread lending = new Thread(this::lend, "bench-memory");
    private volatile boolean closed;

    private TouchedMemory() {}

    /**
     * Holds as much as a run will need, or as there is.
     *
     * @param neededBytes 0 or more
     */
    static TouchedMemory hold(long neededBytes) throws IOException {
        var memory = new TouchedMemory();
        boolean held = false;
        try {
            if (Files.isDirectory(MEMORY) && Files.isWritable(MEMORY)) {
                memory.touch(neededBytes);
            }
            memory.lending.setDaemon(true);
            memory.lending.start();
            held = true;
            return memory;
        } finally {
            if (!held) {
                memory.close();
            }
        }
    }

    private void touch(long neededBytes) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect(1024 * 1024);
        while ((long) pieces.size() * PIECE_BYTES < neededBytes
                && ProcFiles.freeBytes() > FREE_BYTES + PIECE_BYTES
                && Files.getFileStore(MEMORY).getUsableSpace() > PIECE_BYTES) {
            Path name = Files.createTempFile(MEMORY, "logbraid-bench", "");
            FileChannel piece = FileChannel.open(name, StandardOpenOption.WRITE);
            pieces.addLast(piece);
            Files.delete(name); // it goes with this process, however that ends
            for (int at = 0; at < PIECE_BYTES; at += zeros.capacity()) {
                zeros.clear();
                while (zeros.hasRemaining()) {
                    piece.write(zeros, at + zeros.position());
                }
            }
        }
    }

    private void lend() {
        try {
            while (!closed && !pieces.isEmpty()) {
                if (ProcFiles.freeBytes() < FREE_BYTES) {
                    pieces.removeLast().close();
                } else {
                    LockSupport.parkNanos(LOOK_NANOS);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets go of what is left. */
    @Override
    public void close() throws IOException {
        closed = true;
        try {
            lending.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // go on closing, and pass the interrupt on
        }
        for (FileChannel piece : pieces) {
            piece.close();
        }
    }
}
