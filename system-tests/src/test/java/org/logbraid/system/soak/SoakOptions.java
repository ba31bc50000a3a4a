package org.logbraid.system.soak;

import static org.logbraid.common.Checks.requireRange;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What a soak is asked for. Immutable.
 *
 * @param minutes 1 to 10,000
 * @param files 2 to 10, half of them for each of two agents
 * @param linesPerSecond 100 to 100,000 in each file
 * @param killEvery one process is killed in each such span, at any moment of it
 * @param rotateEvery each file is rotated so often
 * @param endEvery the merged file is ended so often
 * @param seed of the moments
 * @param launcher the file {@code deploy/logbraid}
 * @param folder where everything is put: made anew
 */
record SoakOptions(
        int minutes,
        int files,
        int linesPerSecond,
        Duration killEvery,
        Duration rotateEvery,
        Duration endEvery,
        long seed,
        Path launcher,
        Path folder) {
    SoakOptions {
        requireRange("soak.minutes", minutes, 1, 10_000);
        requireRange("soak.files", files, 2, NumberedLine.MOST_CLIENTS);
        requireRange("soak.rate", linesPerSecond, 100, 100_000);
        requireRange("soak.kill in seconds", killEvery.toSeconds(), 10, 86_400);
        requireRange("soak.rotate in seconds", rotateEvery.toSeconds(), 10, 86_400);
        requireRange("soak.end in seconds", endEvery.toSeconds(), 10, 86_400);
    }

    /** What the system properties say: {@code soak.minutes} and so on. */
    static SoakOptions fromProperties() {
        return new SoakOptions(
                Integer.getInteger("soak.minutes", 90),
                Integer.getInteger("soak.files", 4),
                Integer.getInteger("soak.rate", 10_000),
                Duration.ofSeconds(Long.getLong("soak.kill", 60)),
                Duration.ofSeconds(Long.getLong("soak.rotate", 60)),
                Duration.ofSeconds(Long.getLong("soak.end", 60)),
                Long.getLong("soak.seed", System.nanoTime()),
                Path.of(System.getProperty("soak.launcher", "deploy/logbraid")).toAbsolutePath(),
                Path.of(System.getProperty("soak.folder", "target/soak")).toAbsolutePath());
    }
}
