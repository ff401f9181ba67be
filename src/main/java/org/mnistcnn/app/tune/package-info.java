/** Searches for the settings that train best: {@link org.mnistcnn.app.tune.TuneRun}. */
@NullMarked
package org.mnistcnn.app.tune;

import org.jspecify.annotations.NullMarked;
