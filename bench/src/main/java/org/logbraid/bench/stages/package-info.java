/** Single stages, measured with JMH in nanoseconds a line, which are CPU milliseconds per million lines. */
@NullMarked
package org.logbraid.bench.stages;

import org.jspecify.annotations.NullMarked;
