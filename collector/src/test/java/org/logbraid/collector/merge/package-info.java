/** Facts about the merge, told by promise. */
@NullMarked
package org.logbraid.collector.merge;

import org.jspecify.annotations.NullMarked;
