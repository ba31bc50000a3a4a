/** Tests of stage 4 on the agent's side. */
@NullMarked
package org.logbraid.agent.handover;

import org.jspecify.annotations.NullMarked;
