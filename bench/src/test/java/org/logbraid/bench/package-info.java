/** Facts about what a measurement is asked for with. */
@NullMarked
package org.logbraid.bench;

import org.jspecify.annotations.NullMarked;
