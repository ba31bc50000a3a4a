package org.logbraid.collector.entry;

import org.logbraid.common.frame.MalformedException;

/** The kinds of entry. The codes stand in the journal and never change. */
public enum EntryType {
    TERM(1),
    MEMBERS(2),
    CONFIG(3),
    SESSION(4),
    FRAME(5),
    MARKS(6),
    GATE(7),
    BYE(8),
    EVICT(9),
    BEHIND(10),
    ROTATE(11),
    FORGET(12),
    CHECK(13);

    private final int code;

    EntryType(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    public static EntryType of(int code) throws MalformedException {
        for (EntryType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw new MalformedException("unknown kind of entry: " + code);
    }
}
