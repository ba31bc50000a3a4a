package org.logbraid.bench.system;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs of this machine. Stateless. */
final class Programs {
    private static final String SYSTEMS_OWN = "/usr/sbin"; // seldom on a user's path, though all may run what is there

    private Programs() {}

    /** Where a program is. */
    static Optional<Path> find(String name) {
        String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + SYSTEMS_OWN;
        return Stream.of(path.split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
