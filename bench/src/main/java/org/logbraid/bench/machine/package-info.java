/** What a process costs on this machine, and how the machine is brought into the same state before each measured run. */
@NullMarked
package org.logbraid.bench.machine;

import org.jspecify.annotations.NullMarked;
