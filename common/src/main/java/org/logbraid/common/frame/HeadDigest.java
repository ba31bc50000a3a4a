package org.logbraid.common.frame;

import java.util.Arrays;

/**
 * How a file begins, in steps of 16 bytes: for each whole step, two bytes of the hash of everything up to its end. So a
 * copy that was made when the file was short is told by all that it has, though it is shorter than the head that is hashed.
 * Immutable.
 */
public final class HeadDigest {
    /** Of nothing; in a slice it also says that the digest is as it was. */
    public static final HeadDigest NONE = new HeadDigest(new byte[0]);

    /** Two bytes for each step of the longest head. */
    public static final int MAX_BYTES = 2 * Frames.MAX_HEAD_BYTES / ContentHash.STEP_BYTES;

    private final byte[] steps;

    private HeadDigest(byte[] steps) {
        this.steps = steps;
    }

    /**
     * Of the first bytes of a file.
     *
     * @param length 0 to {@link Frames#MAX_HEAD_BYTES}
     */
    public static HeadDigest of(byte[] bytes, int length) {
        return new HeadDigest(ContentHash.steps(bytes, length));
    }

    /** Whether this and the other are the same as far as the shorter of them goes. */
    public boolean agreesWith(HeadDigest other) {
        int length = Math.min(steps.length, other.steps.length);
        return Arrays.equals(steps, 0, length, other.steps, 0, length);
    }

    public boolean isEmpty() {
        return steps.length == 0;
    }

    public void write(ByteSink into) {
        into.sized(steps);
    }

    public static HeadDigest read(ByteSource from) throws MalformedException {
        byte[] steps = from.sized(MAX_BYTES);
        if (steps.length % 2 != 0) {
            throw new MalformedException("a digest of a head with " + steps.length + " bytes");
        }
        return steps.length == 0 ? NONE : new HeadDigest(steps);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HeadDigest digest && Arrays.equals(steps, digest.steps);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(steps);
    }

    @Override
    public String toString() {
        return steps.length / 2 + " steps";
    }
}
