/** Tests of the disk. */
@NullMarked
package org.logbraid.common.disk;

import org.jspecify.annotations.NullMarked;
