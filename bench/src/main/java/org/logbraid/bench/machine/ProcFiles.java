package org.logbraid.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Reads what Linux tells about processes and memory. Stateless. */
public final class ProcFiles {
    private static final double TICKS_PER_SECOND = 100; // Linux shows all times so, whatever it counts in
    private static final int USER_TIME = 11;
    private static final int CHILDREN_USER_TIME = 13;

    private ProcFiles() {}

    /** CPU seconds, of all threads, that a process has used so far; 0 when it is gone. */
    public static double cpuSeconds(long pid) {
        return seconds(Path.of("/proc/" + pid + "/stat"), USER_TIME);
    }

    /** CPU seconds of all ended and awaited children of this process, theirs included. */
    static double childrenSeconds() {
        return seconds(Path.of("/proc/self/stat"), CHILDREN_USER_TIME);
    }

    /** Adds the user and the system time, which stand next to each other. */
    private static double seconds(Path stat, int at) {
        String text;
        try {
            text = Files.readString(stat);
        } catch (IOException e) {
            return 0; // the process is gone
        }
        List<String> words =
                List.of(text.substring(text.lastIndexOf(')') + 2).split(" ", -1)); // its name may hold spaces
        return (Long.parseLong(words.get(at)) + Long.parseLong(words.get(at + 1))) / TICKS_PER_SECOND;
    }

    /** The most memory that a process had in use, in KiB; 0 when it is gone. */
    static long peakKib(long pid) {
        return number(Path.of("/proc/" + pid + "/status"), "VmHWM:");
    }

    /** Memory that a process has in use, in KiB; 0 when it is gone. */
    public static long residentKib(long pid) {
        return number(Path.of("/proc/" + pid + "/status"), "VmRSS:");
    }

    /** Threads of a process; 0 when it is gone. */
    public static long threads(long pid) {
        return number(Path.of("/proc/" + pid + "/status"), "Threads:");
    }

    /** Bytes that a process has read so far, from files and sockets; 0 when it is gone. */
    public static long readBytes(long pid) {
        return number(Path.of("/proc/" + pid + "/io"), "rchar:");
    }

    /** Sockets that a process has open. */
    public static long sockets(long pid) throws IOException {
        long sockets = 0;
        try (Stream<Path> open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            for (Path each : open.toList()) {
                sockets += isSocket(each) ? 1 : 0;
            }
        }
        return sockets;
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }

    /** Memory that nothing uses, the page cache neither. */
    static long freeBytes() {
        return number(Path.of("/proc/meminfo"), "MemFree:") * 1_024;
    }

    private static long number(Path file, String key) {
        try {
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith(key)) {
                    return Long.parseLong(line.replaceAll("\\D", ""));
                }
            }
        } catch (IOException e) {
            return 0; // the process is gone
        }
        return 0;
    }
}
