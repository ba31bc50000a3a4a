/** Access logs to measure with: made from a seed, as compressible as real ones, with stamps that can be read back. */
@NullMarked
package org.logbraid.bench.logs;

import org.jspecify.annotations.NullMarked;
