package org.logbraid.common.channel;

/** Takes arrays back that it has lent. Safe for all threads. */
@FunctionalInterface
public interface Recycler {
    void recycle(byte[] array);
}
