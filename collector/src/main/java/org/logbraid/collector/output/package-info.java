/**
 * Stage 8: text files written by position, rotation, snapshots and recovery.
 */
@NullMarked
package org.logbraid.collector.output;

import org.jspecify.annotations.NullMarked;
