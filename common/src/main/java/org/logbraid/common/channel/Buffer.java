package org.logbraid.common.channel;

import org.jspecify.annotations.Nullable;

/**
 * The body of a message, in an array of the pool, or in one of its own when it is short.
 *
 * <p>Handed from the thread that fills it to the one that releases it.
 *
 * @param length bytes of the body, at most those of the array
 * @param pool to be given the array back, or null
 */
public record Buffer(byte[] array, int length, @Nullable BufferPool pool) implements AgentsPort.Body {
    /** A buffer that nobody lent. */
    public static Buffer ofItsOwn(int length) {
        return new Buffer(new byte[length], length, null);
    }

    @Override
    public void release() {
        if (pool != null) {
            pool.give(array);
        }
    }
}
