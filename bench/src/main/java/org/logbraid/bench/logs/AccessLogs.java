package org.logbraid.bench.logs;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Access logs that are complete: each line with a microsecond of its own, dealt out over some files. Stateless. */
public final class AccessLogs {
    private static final long SEED = 4711;
    private static final long BEGIN_MICROS = 1_431_857_103_000_000L; // 17/May/2015:10:05:03
    private static final int MOST_MICROS_BETWEEN = 25;
    private static final int BUFFER_BYTES = 1 << 20;

    private AccessLogs() {}

    /** Writes the files, if they are not there from an earlier run. */
    public static List<Path> write(Path folder, int files, long lines) throws IOException {
        Files.createDirectories(folder);
        List<Path> paths = new ArrayList<>();
        boolean there = true;
        for (int i = 0; i < files; i++) {
            Path path = folder.resolve("access-" + lines + "-" + i + ".log");
            paths.add(path);
            long expected = (lines + files - 1 - i) / files * LineMaker.LINE_BYTES;
            there &= Files.exists(path) && Files.size(path) == expected;
        }
        if (!there) {
            make(paths, lines);
        }
        return paths;
    }

    private static void make(List<Path> paths, long lines) throws IOException {
        var maker = new LineMaker(SEED);
        var random = new Random(SEED);
        List<OutputStream> outs = new ArrayList<>();
        try {
            for (Path path : paths) {
                outs.add(new BufferedOutputStream(Files.newOutputStream(path), BUFFER_BYTES));
            }
            long micros = BEGIN_MICROS;
            for (long i = 0; i < lines; i++) {
                micros += 1 + random.nextInt(MOST_MICROS_BETWEEN);
                outs.get((int) (i % paths.size())).write(maker.next(micros), 0, LineMaker.LINE_BYTES);
            }
        } finally {
            for (OutputStream out : outs) {
                out.close();
            }
        }
    }
}
