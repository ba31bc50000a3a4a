/**
 * Checks of what stages 6 to 8 left behind: merged files against the journal, and against those of another collector. Reads
 * only, also beside a living collector.
 */
@NullMarked
package org.logbraid.collector.verify;

import org.jspecify.annotations.NullMarked;
