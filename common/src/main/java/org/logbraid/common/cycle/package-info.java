/**
 * Where threads are made: each named duty cycle turns on a thread of its own, and a test turns it by hand.
 */
@NullMarked
package org.logbraid.common.cycle;

import org.jspecify.annotations.NullMarked;
