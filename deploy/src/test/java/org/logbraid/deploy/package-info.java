/** Commands as a user types them: exit statuses, streams, sentences. */
@NullMarked
package org.logbraid.deploy;

import org.jspecify.annotations.NullMarked;
