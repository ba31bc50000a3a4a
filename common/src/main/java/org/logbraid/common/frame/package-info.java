/**
 * Stages 3 to 7: the frame, the unit that travels and that the log keeps. Slices of many sources and one block of lines.
 */
@NullMarked
package org.logbraid.common.frame;

import org.jspecify.annotations.NullMarked;
