package org.logbraid.common.frame;

/** What the last digit of a stamp counts. The codes stand in the log and never change. */
public enum StampUnit {
    SECONDS(0, 1_000_000_000L),
    MILLIS(1, 1_000_000L),
    MICROS(2, 1_000L),
    NANOS(3, 1L);

    private final int code;
    private final long nanos;

    StampUnit(int code, long nanos) {
        this.code = code;
        this.nanos = nanos;
    }

    public int code() {
        return code;
    }

    public long nanos() {
        return nanos;
    }

    /** Rounds a time in nanoseconds since the epoch down to this unit. */
    public long floor(long epochNanos) {
        return Math.floorDiv(epochNanos, nanos) * nanos;
    }

    /** The unit of a {@link #code}. */
    public static StampUnit of(int code) throws MalformedException {
        return switch (code) {
            case 0 -> SECONDS;
            case 1 -> MILLIS;
            case 2 -> MICROS;
            case 3 -> NANOS;
            default -> throw new MalformedException("unknown unit of stamps: " + code);
        };
    }
}
