/** Facts about a collector as a whole. */
@NullMarked
package org.logbraid.collector;

import org.jspecify.annotations.NullMarked;
