package org.logbraid.collector.journal.chronicle;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.logbraid.collector.journal.Journal;
import org.logbraid.collector.journal.JournalSettings;
import org.logbraid.common.clock.Clock;

/**
 * A copy of a journal as it is now, to be read beside the collector that goes on writing: opening a journal mends and locks
 * its folder, which must not happen to a living one. What was being appended while it was copied is cut off, as after a
 * crash.
 *
 * <p>Belongs to the thread that opens it.
 */
public final class JournalCopy implements Closeable {
    private static final int TRIES = 5;

    private final Path folder;
    private final ChronicleJournal journal;

    private JournalCopy(Path folder, ChronicleJournal journal) {
        this.folder = folder;
        this.journal = journal;
    }

    /**
     * Copies a journal into a temporary folder, which is gone after {@link #close}, and opens it there.
     *
     * @param of the journal's folder; nothing in it is touched
     * @throws org.logbraid.collector.journal.DamagedJournalException when something stored cannot be read
     */
    public static JournalCopy open(Path of, Clock clock) throws IOException {
        Path folder = Files.createTempDirectory("logbraid-verify-");
        try {
            copyAll(of, folder);
            return new JournalCopy(folder, ChronicleJournal.open(folder, JournalSettings.DEFAULT, clock));
        } catch (IOException | RuntimeException e) {
            delete(folder);
            throw e;
        }
    }

    private static void copyAll(Path from, Path to) throws IOException {
        for (int left = TRIES; ; left--) {
            try {
                for (Path file : filesOf(from)) {
                    Files.copy(file, to.resolve(file.getFileName().toString()));
                }
                return;
            } catch (NoSuchFileException e) {
                if (left == 1 || !Files.isDirectory(from)) {
                    throw new IOException("the journal cannot be read: folder=" + from + " missing=" + e.getFile(), e);
                }
                for (Path half : filesOf(to)) { // an old file was let go while we copied: begin again
                    Files.delete(half);
                }
            }
        }
    }

    /** In the order of their names, so that the newest is copied last. */
    private static List<Path> filesOf(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void delete(Path folder) throws IOException {
        for (Path file : filesOf(folder)) {
            Files.delete(file);
        }
        Files.delete(folder);
    }

    public Journal journal() {
        return journal;
    }

    @Override
    public void close() throws IOException {
        try {
            journal.close();
        } finally {
            delete(folder);
        }
    }
}
