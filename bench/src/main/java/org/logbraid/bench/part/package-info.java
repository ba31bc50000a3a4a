/** The parts of a measurement: backfill, live, idle, start, small heap. */
@NullMarked
package org.logbraid.bench.part;

import org.jspecify.annotations.NullMarked;
