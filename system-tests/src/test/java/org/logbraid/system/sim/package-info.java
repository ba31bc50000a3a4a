/**
 * The simulation: whole clusters of agents and collectors on one thread. Only clock, disk, network and chance are replaced;
 * everything that decides order, offsets or bytes is the production code. One seed is one run.
 */
@NullMarked
package org.logbraid.system.sim;

import org.jspecify.annotations.NullMarked;
