/**
 * What stands in the replicated log: the kinds of entry, and the contents of all but frames.
 */
@NullMarked
package org.logbraid.collector.entry;

import org.jspecify.annotations.NullMarked;
