package org.logbraid.collector.output;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.logbraid.common.disk.Disk;

/** The files of a log that have ended, as the history of outputs tells of them. Stateless; works beside a living collector. */
public final class EndedFiles {
    /** What operators make of files that have ended: whoever packed one has it. */
    private static final List<String> PACKED = List.of(".gz", ".bz2", ".xz", ".zst");

    private EndedFiles() {}

    /**
     * One of them. It never changes any more, and is the same on all collectors that wrote it.
     *
     * @param file its name, relative to the output's folder
     */
    public record Ended(String file, long lengthBytes) {}

    /** All that this collector knows of, whether they are there or not, the oldest first. */
    public static List<Ended> of(Disk disk, Path data) throws IOException {
        List<Ended> ended = new ArrayList<>();
        try (OutputHistory history = OutputHistory.openReadOnly(disk, data)) {
            for (OutputHistory.Event event : history.events()) {
                if (event.kind() == OutputHistory.Kind.ENDED) {
                    ended.add(new Ended(OutputPlaces.endedName(event.name(), event.index()), event.lengthBytes()));
                }
            }
        }
        return ended;
    }

    /** Those of them that are not in the folder of outputs, neither as they were nor packed. */
    public static List<Ended> missing(Disk disk, Path outFolder, List<Ended> ended) throws IOException {
        List<Ended> missing = new ArrayList<>();
        for (Ended each : ended) {
            if (!isThere(disk, outFolder.resolve(each.file()))) {
                missing.add(each);
            }
        }
        return missing;
    }

    private static boolean isThere(Disk disk, Path path) throws IOException {
        boolean there = disk.stat(path) != null;
        for (String suffix : PACKED) {
            there = there || disk.stat(path.resolveSibling(path.getFileName() + suffix)) != null;
        }
        return there;
    }
}
