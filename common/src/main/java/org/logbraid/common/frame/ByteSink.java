package org.logbraid.common.frame;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A growing array that numbers are written to, little endian. Reused: {@link #clear} keeps the array.
 *
 * <p>Not thread-safe: belongs to its writer.
 */
public final class ByteSink {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes;
    private int length;

    public ByteSink(int capacityBytes) {
        bytes = new byte[capacityBytes];
    }

    /** Goes on in another array, from a place on; what stands before it is the caller's. */
    void into(byte[] array, int place) {
        bytes = array;
        length = place;
    }

    /** The array as it is now; replaced when it grows. */
    public byte[] array() {
        return bytes;
    }

    public int length() {
        return length;
    }

    public void clear() {
        length = 0;
    }

    /** Forgets what was written behind a place. */
    public void cutTo(int lengthBytes) {
        length = lengthBytes;
    }

    /** What was written, in an array of its own. */
    public byte[] toArray() {
        return Arrays.copyOf(bytes, length);
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    public void u8(int value) {
        room(1);
        bytes[length++] = (byte) value;
    }

    public void u16(int value) {
        room(2);
        bytes[length++] = (byte) value;
        bytes[length++] = (byte) (value >>> 8);
    }

    public void i32(int value) {
        room(4);
        INTS.set(bytes, length, value);
        length += 4;
    }

    public void i64(long value) {
        room(8);
        LONGS.set(bytes, length, value);
        length += 8;
    }

    /** Seven bits a byte, the least first; negative values take ten bytes. */
    public void varint(long value) {
        room(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    /** Small numbers of either sign in few bytes. */
    public void zigzag(long value) {
        varint((value << 1) ^ (value >> 63));
    }

    public void bytes(byte[] from, int offset, int count) {
        room(count);
        System.arraycopy(from, offset, bytes, length, count);
        length += count;
    }

    /** Its length as a varint, then the bytes. */
    public void sized(byte[] value) {
        varint(value.length);
        bytes(value, 0, value.length);
    }

    /** Puts an int at a place already written. */
    public void i32At(int place, int value) {
        INTS.set(bytes, place, value);
    }
}
