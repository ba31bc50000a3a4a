/** The systems that are measured: logbraid as its launcher starts it, and what stands beside it. */
@NullMarked
package org.logbraid.bench.system;

import org.jspecify.annotations.NullMarked;
