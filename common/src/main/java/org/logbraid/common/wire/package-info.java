/**
 * What is said on the agents' port, message by message. Every length is checked before memory is allocated.
 */
@NullMarked
package org.logbraid.common.wire;

import org.jspecify.annotations.NullMarked;
