package org.logbraid.system.nemesis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The wall clock of some processes, which can be put forward and back while they run. Made by libfaketime, which leaves
 * the monotonic clock alone and looks once a second how the wall clock has to go.
 *
 * <p>Belongs to the test's thread.
 */
final class MachineClock {
    private static final String LIBRARY = "faketime/libfaketimeMT.so.1";

    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final Pattern LEFT = Pattern.compile("(?:sem\\.)?faketime_(?:shm|sem)_(\\d+)");

    private final Path file;
    private final Path library;

    /**
     * A clock that goes right.
     *
     * @param file made by this; the processes read it
     */
    MachineClock(Path file) throws IOException {
        this.file = file;
        this.library = library()
                .orElseThrow(() -> new AssertionError("there is no " + LIBRARY + ": install the package libfaketime"));
        set(Duration.ZERO);
    }

    /** Whether clocks can be put here. */
    static boolean isAvailable() {
        try {
            return library().isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    /** Where the library lies; nothing when it is not installed. */
    private static Optional<Path> library() throws IOException {
        for (String folder : new String[] {"/usr/lib", "/usr/local/lib", "/usr/lib64"}) {
            if (Files.isDirectory(Path.of(folder))) {
                try (Stream<Path> all = Files.list(Path.of(folder))) {
                    Optional<Path> found = Stream.concat(Stream.of(Path.of(folder)), all)
                            .map(path -> path.resolve(LIBRARY))
                            .filter(Files::exists)
                            .findFirst();
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** What a process needs in its environment to follow this clock. */
    Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD",
                library.toString(),
                "FAKETIME_TIMESTAMP_FILE",
                file.toString(),
                "FAKETIME_CACHE_DURATION",
                "1",
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1",
                // Without this the library takes a JVM's timed waits, which go by the monotonic clock, for such that go
                // by
                // the wall clock: they return at once, and a JVM that waits is busy.
                "FAKETIME_FORCE_MONOTONIC_FIX",
                "0",
                "NO_FAKE_STAT",
                "1");
    }

    /** Removes what the library has left in shared memory for processes that were killed. */
    static void removeLeftovers() throws IOException {
        if (!Files.isDirectory(SHARED_MEMORY)) {
            return;
        }
        try (Stream<Path> all = Files.list(SHARED_MEMORY)) {
            for (Path path : all.toList()) {
                Matcher parts = LEFT.matcher(path.getFileName().toString());
                if (parts.matches()
                        && ProcessHandle.of(Long.parseLong(parts.group(1))).isEmpty()) {
                    Files.deleteIfExists(path);
                }
            }
        }
    }

    /** How far the clock is ahead from now on, or behind; seen within a second or two. */
    void set(Duration ahead) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.writeString(next, String.format(Locale.ROOT, "%+.6f%n", ahead.toNanos() / 1e9));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
