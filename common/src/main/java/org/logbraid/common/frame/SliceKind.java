package org.logbraid.common.frame;

/** What a slice says of its generation. The codes stand in the log and never change. */
public enum SliceKind {
    /** A generation begins: binds its random id to a source and a fingerprint. */
    OPEN(1),
    /** Whole lines of a byte range. */
    DATA(2),
    /** The generation will not grow any more. */
    CLOSE(3),
    /** A byte range that could not be read. */
    GAP(4);

    private final int code;

    SliceKind(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    static SliceKind of(int code) throws MalformedException {
        return switch (code) {
            case 1 -> OPEN;
            case 2 -> DATA;
            case 3 -> CLOSE;
            case 4 -> GAP;
            default -> throw new MalformedException("unknown kind of slice: " + code);
        };
    }
}
