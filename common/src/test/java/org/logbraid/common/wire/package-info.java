/**
 * Facts about what is said on the agents' port.
 */
@NullMarked
package org.logbraid.common.wire;

import org.jspecify.annotations.NullMarked;
