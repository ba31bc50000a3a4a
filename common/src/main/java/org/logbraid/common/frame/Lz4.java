package org.logbraid.common.frame;

import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;

/**
 * LZ4 blocks: the native library where it runs on this machine, Java's own otherwise ({@link #isNative} tells).
 *
 * <p>Not thread-safe: one for each thread.
 */
public final class Lz4 implements BlockCodec {
    private static final LZ4Factory FACTORY = LZ4Factory.fastestInstance();

    private final LZ4Compressor compressor = FACTORY.fastCompressor();
    private byte[] packed = new byte[0];

    /** Whether the native library runs here; Java's own takes twice the time. */
    public static boolean isNative() {
        return FACTORY.toString().contains("JNI");
    }

    @Override
    public int pack(byte[] from, int offset, int length, ByteSink into) {
        int most = compressor.maxCompressedLength(length);
        if (packed.length < most) {
            packed = new byte[most];
        }
        int size = compressor.compress(from, offset, length, packed, 0, most);
        if (size >= length) {
            return 0;
        }
        into.bytes(packed, 0, size);
        return size;
    }

    /**
     * Unpacks a block.
     *
     * @throws MalformedException when it is not a block of exactly {@code rawBytes} bytes
     */
    public static void unpack(byte[] from, int offset, int length, byte[] into, int rawBytes)
            throws MalformedException {
        try {
            int read = FACTORY.safeDecompressor().decompress(from, offset, length, into, 0, rawBytes);
            if (read != rawBytes) {
                throw new MalformedException("a block of " + read + " bytes that claims " + rawBytes);
            }
        } catch (LZ4Exception e) {
            throw new MalformedException("a block that cannot be unpacked: " + e.getMessage());
        }
    }
}
