package org.logbraid.common.frame;

/**
 * 64-bit FNV-1a with a final avalanche (that of MurmurHash3's 64-bit finaliser): tells files apart, proves nothing
 * against an attacker. Stateless.
 */
public final class ContentHash {
    private static final long BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    /** Of the digest of a head. */
    static final int STEP_BYTES = 16;

    private ContentHash() {}

    /** Hash of a range; of the empty range too. */
    public static long of(byte[] bytes, int offset, int length) {
        long hash = BASIS;
        for (int i = offset; i < offset + length; i++) {
            hash = (hash ^ (bytes[i] & 0xff)) * PRIME;
        }
        return avalanche(hash);
    }

    /** Two bytes, the lower first, of the hash of the first 16 bytes, of the first 32, and so on. */
    static byte[] steps(byte[] bytes, int length) {
        byte[] steps = new byte[2 * (length / STEP_BYTES)];
        long hash = BASIS;
        for (int i = 0; i < steps.length / 2 * STEP_BYTES; i++) {
            hash = (hash ^ (bytes[i] & 0xff)) * PRIME;
            if (i % STEP_BYTES == STEP_BYTES - 1) {
                long whole = avalanche(hash);
                steps[i / STEP_BYTES * 2] = (byte) whole;
                steps[i / STEP_BYTES * 2 + 1] = (byte) (whole >>> 8);
            }
        }
        return steps;
    }

    private static long avalanche(long hash) {
        long mixed = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        return mixed ^ mixed >>> 33;
    }
}
