/**
 * Real processes: collectors and agents as they are installed, each a JVM of its own, with files, sockets and signals of
 * this machine. What users see is compared with the input files alone.
 */
@NullMarked
package org.logbraid.system.process;

import org.jspecify.annotations.NullMarked;
