package org.logbraid.common.wire;

import org.logbraid.common.frame.Frames;
import org.logbraid.common.frame.MalformedException;

/**
 * The kinds of message on the agents' port, with the greatest length of their bodies. The codes go over the wire and
 * never change.
 */
public enum MessageType {
    HELLO(1, 4 * 1024),
    WELCOME(2, 1024 * 1024),
    REDIRECT(3, 4 * 1024),
    FRAME(4, Frames.MAX_BODY_BYTES),
    PROMISE(5, 128 * 1024),
    ACK(6, 256),
    NACK(7, 256),
    BUSY(8, 4 * 1024),
    FENCED(9, 4 * 1024),
    BYE(10, 256),
    PING(11, 256),
    PONG(12, 256),
    REFUSED(13, 4 * 1024),
    LAG(14, 128 * 1024);

    private final int code;
    private final int maxBodyBytes;

    MessageType(int code, int maxBodyBytes) {
        this.code = code;
        this.maxBodyBytes = maxBodyBytes;
    }

    public int code() {
        return code;
    }

    public int maxBodyBytes() {
        return maxBodyBytes;
    }

    static MessageType of(int code) throws MalformedException {
        for (MessageType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw new MalformedException("unknown kind of message: " + code);
    }
}
