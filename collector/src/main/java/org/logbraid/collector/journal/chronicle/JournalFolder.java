package org.logbraid.collector.journal.chronicle;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** What stands in the journal's folder beside the cycles. Stateless; used under the folder's lock. */
final class JournalFolder {
    private static final String WORDS = "logbraid journal format ";

    /** Chronicle's table of locks and cycles. */
    private static final String TABLE = "metadata.cq4t";

    private JournalFolder() {}

    /**
     * Makes sure that this version can read the folder; marks a new one.
     *
     * @throws IOException naming the folder, when another version wrote it
     */
    static void checkFormat(Path folder) throws IOException {
        Path file = folder.resolve("format");
        String expected = WORDS + Excerpt.VERSION + "\n";
        if (!Files.exists(file)) {
            Path beside = folder.resolve("format.new");
            Files.writeString(beside, expected);
            try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
            CycleSync.forceFolder(folder);
            return;
        }
        String found = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        if (!found.equals(expected)) {
            throw new IOException("the journal was written by another version ('" + found.strip()
                    + "', this program reads '" + expected.strip() + "'): start the version that wrote it: folder="
                    + folder);
        }
    }

    /**
     * Removes Chronicle's table: its locks may be those of a process that was killed, of which another one may have the
     * number now. Chronicle makes it anew from the files it finds; nobody else can hold a lock, as the folder is ours.
     */
    static void clearStaleLocks(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(TABLE));
    }
}
