package org.logbraid.system.soak;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Follows a merged file through all the files that it ends in, {@code NAME.INDEX}, and has their bytes judged. Those that were
 * judged are deleted, but the newest ones stay, for a collector that starts again may still compare them.
 *
 * <p>Not thread-safe; {@link #ended} is safe for all.
 */
final class MergedStream implements Closeable {
    private static final int KEPT = 3;
    private static final int INDEX_DIGITS = 12;

    private final Path folder;
    private final Path path;
    private final StreamCheck check;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
    private final Deque<Path> judged = new ArrayDeque<>();
    private @Nullable FileChannel file;
    private Object identity = "";
    private String lastEnded = "";
    private volatile long ended;

    MergedStream(Path folder, String name, StreamCheck check) {
        this.folder = folder;
        this.path = folder.resolve(name);
        this.check = check;
    }

    /** Reads what there is, a buffer of it at most; answers with the number of bytes. */
    int turn() throws IOException {
        FileChannel from = file == null ? openNext() : file;
        if (from == null) {
            return 0;
        }
        int count = read(from);
        if (count > 0) {
            return count;
        }
        if (from.size() < from.position()) {
            throw new AssertionError("the merged file has shrunk from " + from.position() + " to " + from.size());
        }
        Path itsEnd = itsEnd();
        if (itsEnd != null) {
            finish(from, itsEnd);
        }
        return 0;
    }

    private int read(FileChannel from) throws IOException {
        buffer.clear();
        int count = from.read(buffer);
        if (count > 0) {
            check.feed(buffer.array(), count);
        }
        return Math.max(count, 0);
    }

    /** It got its name when all of it was written. */
    private void finish(FileChannel from, Path itsEnd) throws IOException {
        while (read(from) > 0) {
            // the rest
        }
        check.fileEnds();
        from.close();
        file = null;
        lastEnded = name(itsEnd);
        long more = ended + 1;
        ended = more;
        judged.add(itsEnd);
        while (judged.size() > KEPT) {
            Files.delete(judged.removeFirst());
        }
    }

    /** The name that the open file has got at its end, or null while it has not. */
    private @Nullable Path itsEnd() throws IOException {
        for (Path candidate : endedSince()) {
            if (identity(candidate).equals(identity)) {
                return candidate;
            }
        }
        return null;
    }

    /** The oldest file that was not read yet; null when there is none. */
    private @Nullable FileChannel openNext() throws IOException {
        while (true) {
            List<Path> waiting = endedSince();
            Path next = waiting.isEmpty() ? path : waiting.get(0);
            FileChannel opened;
            Object opening;
            try {
                opening = identity(next);
                opened = FileChannel.open(next);
            } catch (NoSuchFileException e) {
                return null;
            }
            if (opening.equals(identityOrNone(next)) && endedSince().equals(waiting)) {
                file = opened;
                identity = opening;
                check.fileBegins(name(next));
                return opened;
            }
            opened.close(); // it was ended between the looks
        }
    }

    /** Files that have ended and were not read to their end, the oldest first. */
    private List<Path> endedSince() throws IOException {
        List<Path> found = new ArrayList<>();
        try (var all = Files.newDirectoryStream(folder, name(path) + ".*")) {
            for (Path candidate : all) {
                String index = name(candidate).substring(name(path).length() + 1);
                if (!index.matches("\\d{" + INDEX_DIGITS + "}")) {
                    throw new AssertionError("a file that nobody asked for: " + candidate);
                }
                if (name(candidate).compareTo(lastEnded) > 0) {
                    found.add(candidate);
                }
            }
        }
        Collections.sort(found);
        return found;
    }

    private static String name(Path of) {
        return String.valueOf(of.getFileName());
    }

    private static Object identity(Path of) throws IOException {
        return Objects.requireNonNull(
                Files.readAttributes(of, BasicFileAttributes.class).fileKey());
    }

    private static Object identityOrNone(Path of) throws IOException {
        try {
            return identity(of);
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    /** How many files have ended and were judged. */
    long ended() {
        return ended;
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
