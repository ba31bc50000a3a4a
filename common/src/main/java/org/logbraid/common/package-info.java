/** Placeholder. */
@NullMarked
package org.logbraid.common;

import org.jspecify.annotations.NullMarked;
