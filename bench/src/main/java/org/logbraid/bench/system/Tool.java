package org.logbraid.bench.system;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.logbraid.bench.machine.MeasuredProcess;

/**
 * A program that makes one file of many and ends: what the machine can do at all.
 *
 * @param words the program and its options; the files follow, and its standard output is the merged file
 */
public record Tool(String name, List<String> words) {
    /** Copies the files one after the other: the floor. */
    public static final Tool CAT = new Tool("`cat`", List.of("cat"));

    /** Merges by the stamp, the fourth field: all lines are of the same day, so it sorts as text. */
    public static final Tool SORT = new Tool("`sort -m` by time", List.of("sort", "-m", "-s", "-k4,4"));

    /** Starts it. */
    public MeasuredProcess start(Path work, List<Path> files, Path merged) throws IOException {
        List<String> command = new ArrayList<>(words);
        files.forEach(file -> command.add(file.toString()));
        return MeasuredProcess.start(command, work, Map.of("LC_ALL", "C"), ProcessBuilder.Redirect.to(merged.toFile()));
    }
}
