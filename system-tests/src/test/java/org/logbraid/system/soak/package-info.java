/**
 * The soak: hours of live traffic through real processes under kills and rotations, started by hand. Every line carries a
 * number and a checksum, so that the merged stream is judged as it comes and nothing has to be kept: rotated files and
 * ended outputs are deleted once they have been judged, and the disk stays flat.
 */
@NullMarked
package org.logbraid.system.soak;

import org.jspecify.annotations.NullMarked;
