/**
 * Tests of the threads that turn duty cycles.
 */
@NullMarked
package org.logbraid.common.cycle;

import org.jspecify.annotations.NullMarked;
