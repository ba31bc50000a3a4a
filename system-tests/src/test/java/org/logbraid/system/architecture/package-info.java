/** Rules of structure: which way dependencies point, where libraries may be named, how long a file may be. */
@NullMarked
package org.logbraid.system.architecture;

import org.jspecify.annotations.NullMarked;
