package org.logbraid.system.sim;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.logbraid.common.testing.SimulatedDisk;

/** What a simulated collector has written out, as a reader finds it. */
final class MergedFiles {
    static final Path OUT = Path.of("/out");
    static final String NAME = "merged.log";

    private final SimulatedDisk disk;

    MergedFiles(SimulatedDisk disk) {
        this.disk = disk;
    }

    /** Whether it is a file of this log, and none that was set aside or is being fetched. */
    static boolean isMerged(Path path) {
        String name = path.getFileName().toString();
        return path.startsWith(OUT) && !name.contains(".before-") && !name.endsWith(".joining");
    }

    /** The entry by which a file has ended; the greatest number for the open one. */
    static long endedAt(String name) {
        return name.equals(NAME) ? Long.MAX_VALUE : Long.parseLong(name.substring(NAME.length() + 1));
    }

    /** All files, ended ones first, as one text. */
    byte[] text() {
        var text = new ByteArrayOutputStream();
        byte @Nullable [] open = null;
        for (Path path : disk.paths()) {
            if (isMerged(path)) {
                byte[] bytes = requireNonNull(disk.bytes(path));
                if (path.endsWith(NAME)) {
                    open = bytes;
                } else {
                    text.writeBytes(bytes); // paths come in the order of their names, and so of their indices
                }
            }
        }
        if (open != null) {
            text.writeBytes(open);
        }
        return text.toByteArray();
    }

    /** All files that are not empty, by name. */
    Map<String, ByteBuffer> byName() {
        Map<String, ByteBuffer> files = new TreeMap<>();
        for (Path path : disk.paths()) {
            if (isMerged(path) && disk.length(path) > 0) {
                files.put(path.getFileName().toString(), ByteBuffer.wrap(requireNonNull(disk.bytes(path))));
            }
        }
        return files;
    }

    /** Length of the text. */
    int length() {
        int bytes = 0;
        for (Path path : disk.paths()) {
            bytes += isMerged(path) ? disk.length(path) : 0;
        }
        return bytes;
    }

    /** The text up to what a power cut took: that reads as zeros until the replay has written it again. */
    byte[] wholePages() {
        byte[] text = text();
        int end = 0;
        while (end < text.length && text[end] != 0) {
            end++;
        }
        return Arrays.copyOf(text, end);
    }
}
