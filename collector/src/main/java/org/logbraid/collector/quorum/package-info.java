/**
 * Stage 6: the quorum core, without thread, clock, chance, socket or disk inside, and the cycle that drives it.
 */
@NullMarked
package org.logbraid.collector.quorum;

import org.jspecify.annotations.NullMarked;
