/**
 * Stage 1: finds files, tells their generations apart through every kind of rotation, and lends their bytes.
 */
@NullMarked
package org.logbraid.agent.tail;

import org.jspecify.annotations.NullMarked;
