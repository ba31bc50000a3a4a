/**
 * How a collector that needs entries which are no longer kept gets into the group: it fetches a snapshot, the journal from
 * what that still needs, and the open files up to it, and goes on from there as after a restart.
 */
@NullMarked
package org.logbraid.collector.join;

import org.jspecify.annotations.NullMarked;
