package org.logbraid.common.frame;

/** Why bytes could not be read (G4). The codes stand in the log and never change. */
public enum GapReason {
    /** Cut off between two looks, and no copy was found. */
    TRUNCATED(1),
    /** Gone before it was read to its end. */
    DELETED(2),
    /** The file system said no. */
    UNREADABLE(3);

    private final int code;

    GapReason(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    static GapReason of(int code) throws MalformedException {
        return switch (code) {
            case 1 -> TRUNCATED;
            case 2 -> DELETED;
            case 3 -> UNREADABLE;
            default -> throw new MalformedException("unknown reason of a GAP: " + code);
        };
    }
}
