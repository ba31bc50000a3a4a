/** Tests of stage 2. */
@NullMarked
package org.logbraid.agent.framing;

import org.jspecify.annotations.NullMarked;
