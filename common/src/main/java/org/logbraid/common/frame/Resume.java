package org.logbraid.common.frame;

/**
 * What the bytes before an offset look like, so that a file can be told from another at every resume. Hashes are
 * {@link ContentHash}.
 *
 * @param headBytes 0 to 1,024: how much of the head is hashed, what was there when the generation was opened
 * @param headHash over the first {@code headBytes} bytes
 * @param tailBytes 0 to 4,096: how much before the offset is hashed
 * @param tailHash over the {@code tailBytes} bytes before the offset
 */
public record Resume(int headBytes, long headHash, int tailBytes, long tailHash) {
    public static final Resume NONE = new Resume(0, 0, 0, 0);

    /** Behind a gap: what stood before the offset is not known. */
    public Resume behindGap() {
        return new Resume(headBytes, headHash, 0, 0);
    }
}
