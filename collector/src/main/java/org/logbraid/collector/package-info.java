/**
 * The collector's settings and its wiring: the one place where its stages meet.
 */
@NullMarked
package org.logbraid.collector;

import org.jspecify.annotations.NullMarked;
