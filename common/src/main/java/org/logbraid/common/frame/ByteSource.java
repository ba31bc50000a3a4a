package org.logbraid.common.frame;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Reads what {@link ByteSink} wrote, never beyond its end. Reused by {@link #wrap}.
 *
 * <p>Not thread-safe: belongs to its reader.
 */
public final class ByteSource {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes = new byte[0];
    private int place;
    private int end;

    public static ByteSource of(byte[] bytes) {
        var source = new ByteSource();
        source.wrap(bytes, 0, bytes.length);
        return source;
    }

    public void wrap(byte[] array, int offset, int length) {
        bytes = array;
        place = offset;
        end = offset + length;
    }

    public byte[] array() {
        return bytes;
    }

    public int place() {
        return place;
    }

    public int remaining() {
        return end - place;
    }

    private void need(int count) throws MalformedException {
        if (count < 0 || end - place < count) {
            throw new MalformedException("cut off: needed " + count + " bytes, had " + (end - place));
        }
    }

    public void skip(int count) throws MalformedException {
        need(count);
        place += count;
    }

    public int u8() throws MalformedException {
        need(1);
        return bytes[place++] & 0xff;
    }

    public int u16() throws MalformedException {
        need(2);
        int value = (bytes[place] & 0xff) | (bytes[place + 1] & 0xff) << 8;
        place += 2;
        return value;
    }

    public int i32() throws MalformedException {
        need(4);
        int value = (int) INTS.get(bytes, place);
        place += 4;
        return value;
    }

    public long i64() throws MalformedException {
        need(8);
        long value = (long) LONGS.get(bytes, place);
        place += 8;
        return value;
    }

    public long varint() throws MalformedException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            need(1);
            byte b = bytes[place++];
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new MalformedException("a number longer than ten bytes");
    }

    public long zigzag() throws MalformedException {
        long value = varint();
        return (value >>> 1) ^ -(value & 1);
    }

    /** A number that counts or measures something: refused outside of 0 to {@code greatest}. */
    public int count(long greatest) throws MalformedException {
        long value = varint();
        if (value < 0 || value > greatest) {
            throw new MalformedException("a count of " + value + ", at most " + greatest + " is allowed");
        }
        return (int) value;
    }

    /** Bytes with their length before them, in an array of their own; the length is checked first. */
    public byte[] sized(int greatest) throws MalformedException {
        int length = count(Math.min(greatest, remaining()));
        byte[] value = Arrays.copyOfRange(bytes, place, place + length);
        place += length;
        return value;
    }

    public byte[] bytes(int count) throws MalformedException {
        need(count);
        byte[] value = Arrays.copyOfRange(bytes, place, place + count);
        place += count;
        return value;
    }
}
