package org.logbraid.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells from the garbage collector's own log how many bytes a JVM has allocated, without anything running inside it: what
 * stood in the heap before each collection and at the end, less what was left by the collection before.
 *
 * <p>Stateless. Exact to what the JVM rounds: a region of G1 (1 MiB) or a KiB of the serial collector for each collection.
 */
public final class AllocationLog {
    private static final Pattern USED = Pattern.compile("(?:generation|garbage-first heap) +total \\d+K, used (\\d+)K");
    private static final Pattern FREED = Pattern.compile("Pause (?:Remark|Cleanup) (\\d+)M->(\\d+)M");
    private static final long KIB = 1_024;

    private AllocationLog() {}

    /** The flag that makes a JVM write such a log. */
    public static String flag(String fileName) {
        return "-Xlog:gc=info,gc+heap=debug,gc+heap+exit=info:file=" + fileName;
    }

    /** Bytes allocated; empty when there is no such log, or none that is understood. */
    public static OptionalLong allocatedBytes(Path file) throws IOException {
        return Files.exists(file) ? allocatedBytes(Files.readAllLines(file)) : OptionalLong.empty();
    }

    static OptionalLong allocatedBytes(List<String> lines) {
        long sum = 0;
        boolean after = false;
        boolean ended = false;
        for (String line : lines) {
            Matcher used = USED.matcher(line);
            Matcher freed = FREED.matcher(line);
            if (line.contains("Heap before GC")) {
                after = false;
            } else if (line.contains("Heap after GC")) {
                after = true;
            } else if (used.find()) {
                boolean exit = line.contains("exit");
                ended |= exit;
                long bytes = Long.parseLong(used.group(1)) * KIB;
                sum += after && !exit ? -bytes : bytes;
            } else if (freed.find()) { // by marking beside the program, which ends with neither before nor after
                sum += (Long.parseLong(freed.group(1)) - Long.parseLong(freed.group(2))) * KIB * KIB;
            }
        }
        return ended ? OptionalLong.of(sum) : OptionalLong.empty();
    }
}
