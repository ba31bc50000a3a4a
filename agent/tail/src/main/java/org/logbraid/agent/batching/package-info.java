/**
 * Stage 3: puts line ranges of many sources into frames, and remembers what is in flight.
 */
@NullMarked
package org.logbraid.agent.batching;

import org.jspecify.annotations.NullMarked;
