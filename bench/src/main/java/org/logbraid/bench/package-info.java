/** Placeholder. */
@NullMarked
package org.logbraid.bench;

import org.jspecify.annotations.NullMarked;
