/** What a classifier got right and wrong; start with {@link org.mnistcnn.metrics.Predictions}. */
@NullMarked
package org.mnistcnn.metrics;

import org.jspecify.annotations.NullMarked;
