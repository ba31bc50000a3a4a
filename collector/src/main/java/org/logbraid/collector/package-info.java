/** Placeholder. */
@NullMarked
package org.logbraid.collector;

import org.jspecify.annotations.NullMarked;
