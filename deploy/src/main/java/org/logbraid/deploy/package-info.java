/** Placeholder. */
@NullMarked
package org.logbraid.deploy;

import org.jspecify.annotations.NullMarked;
