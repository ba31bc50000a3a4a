/** Tests of the tail: what log files do, case by case and at random. */
@NullUnmarked
package org.logbraid.agent.tail;

import org.jspecify.annotations.NullUnmarked;
