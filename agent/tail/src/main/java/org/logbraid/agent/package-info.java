/**
 * The agent's settings and its wiring: the one place where its stages meet.
 */
@NullMarked
package org.logbraid.agent;

import org.jspecify.annotations.NullMarked;
