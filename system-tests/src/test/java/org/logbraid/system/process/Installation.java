package org.logbraid.system.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.Deflater;

/**
 * The launcher as it lies in a built checkout, made anew from what is tested: the classes of this test run are packed into
 * jars and the libraries linked beside them. The checkout's own build is not touched, it may be of another time.
 */
public final class Installation {
    private final Path top;
    private final Path launcher;

    private Installation(Path top, Path launcher) {
        this.top = top;
        this.launcher = launcher;
    }

    /**
     * Lays one out.
     *
     * @param top folder of the checkout, made by this
     */
    public static Installation in(Path top) throws IOException {
        Path target = Files.createDirectories(top.resolve("deploy/target"));
        Path lib = Files.createDirectory(target.resolve("lib"));
        Path launcher = top.resolve("deploy/logbraid");
        Files.copy(Path.of("..", "deploy", "logbraid"), launcher);
        int number = 0;
        // An empty part would be this very folder, and the jar that is being made is in it.
        for (String part : System.getProperty("java.class.path").split(":+")) {
            Path path = Path.of(part).toAbsolutePath();
            if (Files.isDirectory(path)) {
                pack(path, lib.resolve("classes-" + number++ + ".jar"));
            } else if (Files.exists(path)) {
                Files.createSymbolicLink(lib.resolve(number++ + "-" + path.getFileName()), path);
            }
        }
        return new Installation(top, launcher);
    }

    private static void pack(Path classes, Path jar) throws IOException {
        try (var out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> all = Files.walk(classes)) {
            out.setLevel(Deflater.NO_COMPRESSION);
            for (Path path : all.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(path).toString()));
                Files.copy(path, out);
                out.closeEntry();
            }
        }
    }

    /** Gives it sources, which are older than the build. */
    Installation withSources() throws IOException {
        Files.writeString(top.resolve("pom.xml"), "<project/>\n");
        Path source =
                Files.createDirectories(top.resolve("common/src/main/java")).resolve("Source.java");
        Files.writeString(source, "class Source {}\n");
        for (Path old : List.of(top.resolve("pom.xml"), source)) {
            Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(60)));
        }
        Files.createFile(built());
        return this;
    }

    /** What says when it was built. */
    Path built() {
        return launcher.resolveSibling("target/lib/.built");
    }

    Path launcher() {
        return launcher;
    }

    public List<String> command(String... words) {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(words));
        return command;
    }
}
