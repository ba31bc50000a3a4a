/** Facts about the intake, told by promise. */
@NullMarked
package org.logbraid.collector.intake;

import org.jspecify.annotations.NullMarked;
