/** Placeholder. */
@NullMarked
package org.logbraid.agent;

import org.jspecify.annotations.NullMarked;
