/**
 * Stage 6: the port of the journal, which is the replicated log itself. Entries are positions in it, never on the heap.
 */
@NullMarked
package org.logbraid.collector.journal;

import org.jspecify.annotations.NullMarked;
