/**
 * Stage 2: cuts bytes into lines and reads their stamps. Ranges, not lines; nothing is made per line.
 */
@NullMarked
package org.logbraid.agent.framing;

import org.jspecify.annotations.NullMarked;
