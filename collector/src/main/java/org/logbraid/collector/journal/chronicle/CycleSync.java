package org.logbraid.collector.journal.chronicle;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import org.logbraid.common.Failpoint;

/**
 * Makes the cycles' files durable, the older ones first. Chronicle's own sync is never used: it skips what it should
 * cover.
 *
 * <p>Files are added by the thread that appends; {@link #sync} may run on another one meanwhile.
 */
final class CycleSync implements Closeable {
    private final Path folder;
    private final Deque<FileChannel> files = new ArrayDeque<>();
    private boolean newNames;
    private boolean failed;

    CycleSync(Path folder) {
        this.folder = folder;
    }

    /**
     * From now on entries may stand in this file; what the files before hold is finished.
     *
     * @return the file, to be written to until the next one is added; closed here
     */
    FileChannel add(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        synchronized (files) {
            files.addLast(channel);
            newNames = true;
        }
        return channel;
    }

    /** Returns when all that stood in the files before is durable. One sync at a time. */
    synchronized void sync() throws IOException {
        if (failed) {
            throw new IOException("an earlier sync of the journal failed, nothing can be trusted: folder=" + folder);
        }
        failed = true; // until it has come to its end
        FileChannel[] now;
        boolean names;
        synchronized (files) {
            now = files.toArray(new FileChannel[0]);
            names = newNames;
            newNames = false;
        }
        Failpoint.SYNC.pass();
        try {
            for (FileChannel channel : now) {
                channel.force(false);
            }
            Failpoint.SYNC.pass();
            if (names) {
                forceFolder(folder);
            }
        } catch (IOException e) {
            throw new IOException("the journal cannot be synced (" + e.getMessage() + "): folder=" + folder, e);
        }
        for (int i = 0; i < now.length - 1; i++) { // all but the newest are finished
            synchronized (files) {
                files.removeFirst();
            }
            now[i].close();
        }
        failed = false;
    }

    static void forceFolder(Path folder) throws IOException {
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        synchronized (files) {
            while (!files.isEmpty()) {
                files.removeFirst().close();
            }
        }
    }
}
