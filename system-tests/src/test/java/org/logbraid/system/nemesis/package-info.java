/**
 * Faults for real processes on machines of their own: network namespaces that are cut off from each other, clocks that
 * jump, disks that fill up, processes that are killed, stopped and started again. A seed says what happens when
 * ({@link org.logbraid.system.nemesis.Schedule}), whoever knows the processes does it
 * ({@link org.logbraid.system.nemesis.World}).
 */
@NullMarked
package org.logbraid.system.nemesis;

import org.jspecify.annotations.NullMarked;
