package org.logbraid.common.frame;

/**
 * How the block of lines is packed: stored, or LZ4 where the link is the limit.
 *
 * <p>Not thread-safe: one for each thread.
 */
public interface BlockCodec {
    /** Leaves blocks as they are. */
    BlockCodec STORED = (from, offset, length, into) -> 0;

    /**
     * Appends the packed block.
     *
     * @return how many bytes were appended; 0, with nothing appended, when packing does not pay
     */
    int pack(byte[] from, int offset, int length, ByteSink into);
}
