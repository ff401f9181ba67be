/**
 * Pictures of what a model gets right and wrong, as PNG and SVG; start with {@link
 * org.mnistcnn.charts.Charts}.
 */
@NullMarked
package org.mnistcnn.charts;

import org.jspecify.annotations.NullMarked;
