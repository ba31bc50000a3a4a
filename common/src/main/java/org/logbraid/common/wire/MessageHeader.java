package org.logbraid.common.wire;

import java.util.zip.CRC32C;
import org.logbraid.common.frame.ByteSink;
import org.logbraid.common.frame.ByteSource;
import org.logbraid.common.frame.MalformedException;

/**
 * The 12 bytes before every message on the agents' port: length of the body (4), type (1), version (1), zero (2),
 * CRC32C of these eight (4). Checked before a byte is allocated for the body (X4).
 *
 * @param type kind of message
 * @param bodyBytes length of what follows
 */
public record MessageHeader(MessageType type, int bodyBytes) {
    public static final int BYTES = 12;
    public static final int VERSION = 1;

    /** Greatest length of a message before WELCOME, header included. */
    public static final int MAX_BYTES_BEFORE_WELCOME = 4 * 1024;

    /** Greatest length of a message, header included. */
    public static final int MAX_BYTES = BYTES + MessageType.FRAME.maxBodyBytes();

    /** Appends the header. */
    public void write(ByteSink into) {
        int place = into.length();
        into.i32(bodyBytes);
        into.u8(type.code());
        into.u8(VERSION);
        into.u16(0);
        into.i32(crc(into.array(), place));
    }

    /** Reads a header of {@link #BYTES} bytes. */
    public static MessageHeader read(byte[] bytes, int offset) throws MalformedException {
        var source = new ByteSource();
        source.wrap(bytes, offset, BYTES);
        int length = source.i32();
        int code = source.u8();
        int version = source.u8();
        source.u16();
        if (source.i32() != crc(bytes, offset)) {
            throw new MalformedException("a message whose header has a wrong checksum");
        }
        if (version != VERSION) {
            throw new MalformedException("a message of version " + version + ", known is " + VERSION);
        }
        MessageType type = MessageType.of(code);
        if (length < 0 || length > type.maxBodyBytes()) {
            throw new MalformedException(
                    type + " of " + length + " bytes, at most " + type.maxBodyBytes() + " are allowed");
        }
        return new MessageHeader(type, length);
    }

    private static int crc(byte[] bytes, int offset) {
        var crc = new CRC32C();
        crc.update(bytes, offset, 8);
        return (int) crc.getValue();
    }
}
