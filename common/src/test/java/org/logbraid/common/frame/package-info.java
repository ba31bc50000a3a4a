/**
 * Facts about what frames are made of.
 */
@NullMarked
package org.logbraid.common.frame;

import org.jspecify.annotations.NullMarked;
