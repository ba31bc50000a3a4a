/** Facts about what a person or a monitor is told. */
@NullMarked
package org.logbraid.collector.status;

import org.jspecify.annotations.NullMarked;
