package org.logbraid.common;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Places at which a process can be told to end as if by kill -9, so that a test can have it die in the middle of what a
 * kill from outside would seldom hit. A point is passed before, within and after what it is named for, and each passing
 * counts.
 *
 * <p>{@code -Dlogbraid.failpoint=append@17} ends the process when it passes {@link #APPEND} for the 17th time, with the
 * sentence {@code failpoint append, passed 17 times} on standard error and status {@value #STATUS}. Without the
 * property a point is a comparison of two constants.
 *
 * <p>Safe for all threads.
 */
public enum Failpoint {
    /** Agent: a generation becomes part of a frame, and is known to be in the log. */
    OPEN,
    /** Agent: a frame goes out. */
    SEND,
    /** Agent: the state file is replaced. */
    STATE,
    /** Collector: an entry is put into the journal. */
    APPEND,
    /** Collector: the journal is made durable. */
    SYNC,
    /** Collector: a new file of the journal is begun. */
    ROLL,
    /** Collector: a committed entry is applied. */
    APPLY,
    /** Collector: text is written to a merged file. */
    WRITE,
    /** Collector: a snapshot is taken. */
    SNAPSHOT,
    /** Collector: a merged file is ended and renamed. */
    ROTATE;

    /** Exit status of a process that has ended at a point: that of one that was killed. */
    public static final int STATUS = 137;

    /** Names the point and the passing that end the process. */
    public static final String PROPERTY = "logbraid.failpoint";

    private static final @Nullable Failpoint ARMED;
    private static final long LAST;
    private static final AtomicLong PASSED = new AtomicLong();

    static {
        String armed = System.getProperty(PROPERTY);
        if (armed == null) {
            ARMED = null;
            LAST = 0;
        } else {
            String[] parts = armed.split("@", 2);
            ARMED = valueOf(parts[0].toUpperCase(Locale.ROOT));
            LAST = parts.length == 1 ? 1 : Long.parseLong(parts[1]);
        }
    }

    /** Passes the point, or ends the process here. */
    public void pass() {
        if (this == ARMED && PASSED.incrementAndGet() == LAST) {
            die();
        }
    }

    /** Nothing is closed or flushed, and no hook runs. */
    private void die() {
        try {
            System.err.println("failpoint " + word() + ", passed " + LAST + " times");
        } finally {
            Runtime.getRuntime().halt(STATUS);
        }
    }

    /** As it is written in the property. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
