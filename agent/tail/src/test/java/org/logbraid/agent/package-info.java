/** Tests of what the stages of an agent share. */
@NullMarked
package org.logbraid.agent;

import org.jspecify.annotations.NullMarked;
