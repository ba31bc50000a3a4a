/**
 * Measures the whole way from end to end, and single stages with JMH. Nothing here is on a production class path; the
 * figures stand in {@code docs/performance.md}.
 */
@NullMarked
package org.logbraid.bench;

import org.jspecify.annotations.NullMarked;
