/**
 * Stage 7: the deterministic state machine over committed entries, and the merge that gives stretches of bytes in final order.
 */
@NullMarked
package org.logbraid.collector.merge;

import org.jspecify.annotations.NullMarked;
