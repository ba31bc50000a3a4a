package org.logbraid.bench.logs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.logbraid.common.frame.ByteSink;
import org.logbraid.common.frame.Lz4;

/** How well a file packs. Stateless. */
public final class Compressibility {
    private static final int BLOCK_BYTES = 64 * 1024;
    private static final int MOST_BLOCKS = 256;

    private Compressibility() {}

    /** Bytes before over bytes after LZ4, in blocks of 64 KiB from the file's head, 16 MiB of it at most. */
    public static double lz4Ratio(Path file) throws IOException {
        var codec = new Lz4();
        var packed = new ByteSink(BLOCK_BYTES);
        long before = 0;
        long after = 0;
        try (InputStream in = Files.newInputStream(file)) {
            for (int i = 0; i < MOST_BLOCKS; i++) {
                byte[] block = in.readNBytes(BLOCK_BYTES);
                if (block.length == 0) {
                    break;
                }
                packed.clear();
                int size = codec.pack(block, 0, block.length, packed);
                before += block.length;
                after += size == 0 ? block.length : size;
            }
        }
        return (double) before / after;
    }
}
