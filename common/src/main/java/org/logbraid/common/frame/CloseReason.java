package org.logbraid.common.frame;

/** Why a generation ends. The codes stand in the log and never change. */
public enum CloseReason {
    /** Read to its end and quiet. */
    DRAINED(1),
    /** Cannot be found any more. */
    GONE(2);

    private final int code;

    CloseReason(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    static CloseReason of(int code) throws MalformedException {
        return switch (code) {
            case 1 -> DRAINED;
            case 2 -> GONE;
            default -> throw new MalformedException("unknown reason of a CLOSE: " + code);
        };
    }
}
