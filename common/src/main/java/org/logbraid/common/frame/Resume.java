package org.logbraid.common.frame;

/**
 * What the bytes before an offset look like, so that a file can be told from another at every resume. Hashes are
 * {@link ContentHash}.
 *
 * @param headBytes 0 to 1,024: how much of the head is hashed, what was there when the generation was opened
 * @param headHash over the first {@code headBytes} bytes
 * @param headDigest of these bytes, step by step
 * @param tailBytes 0 to 4,096: how much before the offset is hashed
 * @param tailHash over the {@code tailBytes} bytes before the offset
 */
public record Resume(int headBytes, long headHash, HeadDigest headDigest, int tailBytes, long tailHash) {
    public static final Resume NONE = new Resume(0, 0, HeadDigest.NONE, 0, 0);

    /** Behind a gap: what stood before the offset is not known. */
    public Resume behindGap() {
        return new Resume(headBytes, headHash, headDigest, 0, 0);
    }

    /** As it travels in a slice of a generation whose digest the log knows already. */
    public Resume withoutDigest() {
        return new Resume(headBytes, headHash, HeadDigest.NONE, tailBytes, tailHash);
    }

    /** What the log knows behind a slice that carried this, with the digest that it knew before if the slice had none. */
    public Resume behind(Resume before) {
        return headDigest.isEmpty() ? new Resume(headBytes, headHash, before.headDigest, tailBytes, tailHash) : this;
    }

    public void write(ByteSink into) {
        into.u16(headBytes);
        into.i64(headHash);
        headDigest.write(into);
        into.u16(tailBytes);
        into.i64(tailHash);
    }

    public static Resume read(ByteSource from) throws MalformedException {
        return new Resume(from.u16(), from.i64(), HeadDigest.read(from), from.u16(), from.i64());
    }
}
