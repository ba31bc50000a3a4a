/**
 * Stage 5: agents' connections, sessions, credit and timers; frames become proposals, what was applied becomes answers.
 */
@NullMarked
package org.logbraid.collector.intake;

import org.jspecify.annotations.NullMarked;
