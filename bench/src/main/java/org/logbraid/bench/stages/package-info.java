/**
 * Single stages, measured with JMH in nanoseconds a line: where nobody else wants the core, CPU milliseconds per million
 * lines.
 */
@NullMarked
package org.logbraid.bench.stages;

import org.jspecify.annotations.NullMarked;
