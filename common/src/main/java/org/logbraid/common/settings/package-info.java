/**
 * Settings files: YAML in, checked values or errors with file, line and column out. The one place that knows YAML.
 */
@NullMarked
package org.logbraid.common.settings;

import org.jspecify.annotations.NullMarked;
