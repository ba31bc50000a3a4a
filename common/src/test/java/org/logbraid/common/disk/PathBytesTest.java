package org.logbraid.common.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PathBytesTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @Test
    void everyByteOfANameComesThrough() throws IOException {
        // given
        byte[] name = new byte[200];
        int length = 0;
        for (int b = 1; b < 256; b++) {
            if (b != '/' && (b < 0x20 || b > 0x5a)) {
                name[length++] = (byte) b;
            }
        }
        byte[] folderBytes = folder.toString().getBytes(UTF_8);
        byte[] bytes = new byte[folderBytes.length + 1 + length];
        System.arraycopy(folderBytes, 0, bytes, 0, folderBytes.length);
        bytes[folderBytes.length] = '/';
        System.arraycopy(name, 0, bytes, folderBytes.length + 1, length);

        // when
        Path path = PathBytes.toPath(bytes);
        Files.createDirectory(path);

        // then
        assertThat(PathBytes.of(path)).isEqualTo(bytes);
        assertThat(PathBytes.of(new NioDisk().list(folder).get(0))).isEqualTo(bytes);
    }

    @Test
    void plainPathsAreTheirText() {
        assertThat(PathBytes.of(Path.of("/var/log/a b%20.log"))).isEqualTo("/var/log/a b%20.log".getBytes(UTF_8));
        assertThat(PathBytes.toPath("/var//log/a b%20.log".getBytes(UTF_8))).isEqualTo(Path.of("/var/log/a b%20.log"));
        assertThat(PathBytes.toPath("/".getBytes(UTF_8))).isEqualTo(Path.of("/"));
    }

    @Test
    void peopleSeeNoControlCharacters() {
        assertThat(PathBytes.toText("/a\u001b[2J\n".getBytes(UTF_8))).isEqualTo("/a\\x1b[2J\\x0a");
    }
}
