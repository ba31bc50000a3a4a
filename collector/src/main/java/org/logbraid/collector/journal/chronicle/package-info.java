/**
 * Stage 6: the journal in a Chronicle queue. Chronicle keeps, appends and reads the excerpts; headers, checksums, the
 * place of each index, syncing, recovery and deletion are ours. {@code docs/format.md} draws what stands on disk.
 */
@NullMarked
package org.logbraid.collector.journal.chronicle;

import org.jspecify.annotations.NullMarked;
