package org.logbraid.common.frame;

/**
 * 64-bit FNV-1a with a final avalanche (that of MurmurHash3's 64-bit finaliser): tells files apart, proves nothing
 * against an attacker. Stateless.
 */
public final class ContentHash {
    private static final long BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private ContentHash() {}

    /** Hash of a range; of the empty range too. */
    public static long of(byte[] bytes, int offset, int length) {
        long hash = BASIS;
        for (int i = offset; i < offset + length; i++) {
            hash = (hash ^ (bytes[i] & 0xff)) * PRIME;
        }
        hash ^= hash >>> 33;
        hash *= 0xff51afd7ed558ccdL;
        hash ^= hash >>> 33;
        return hash;
    }
}
