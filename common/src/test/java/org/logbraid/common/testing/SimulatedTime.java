package org.logbraid.common.testing;

import java.time.Duration;
import org.logbraid.common.clock.Clock;

/** The time of a simulated world: moves only when it is told to. Each machine has a clock of its own that may be wrong. */
public final class SimulatedTime {
    /** Not zero, so that a forgotten initial value shows. 2026-03-04T05:06:07Z. */
    private static final long BEGIN_NANOS = 1_772_600_767_000_000_000L;

    private long trueNanos = BEGIN_NANOS;

    public long trueNanos() {
        return trueNanos;
    }

    public void advance(Duration span) {
        trueNanos += span.toNanos();
    }

    /** A machine's clock. */
    public MachineClock machine(long wrongByNanos) {
        return new MachineClock(wrongByNanos);
    }

    /** The two clocks of one machine; the wall clock may be stepped. */
    public final class MachineClock implements Clock {
        private final long monotonicOrigin = BEGIN_NANOS - 77_000_000_000L;
        private long wrongByNanos;

        private MachineClock(long wrongByNanos) {
            this.wrongByNanos = wrongByNanos;
        }

        /** Steps the wall clock. */
        public void step(Duration span) {
            wrongByNanos += span.toNanos();
        }

        @Override
        public long epochNanos() {
            return trueNanos + wrongByNanos;
        }

        @Override
        public long monotonicNanos() {
            return trueNanos - monotonicOrigin;
        }
    }
}
