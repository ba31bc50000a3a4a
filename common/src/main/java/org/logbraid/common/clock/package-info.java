/**
 * Where time is read: passed in everywhere, so that a simulation can own it.
 */
@NullMarked
package org.logbraid.common.clock;

import org.jspecify.annotations.NullMarked;
