/**
 * Pictures of what a model gets right and wrong, as PNG and SVG; start with {@link
 * org.mnistcnn.charts.Charts}.
 *
 * <p><b>Charts are drawn once per form, and pages colour them.</b> A picture's texts, lines and
 * ground have colours of their own ({@code ChartStyle}), which become CSS variables in the SVG
 * within {@code report.html}: so it is dark where the page is. With more than 30 classes, shapes
 * take more room than pixels, and the page has the PNG.
 */
@NullMarked
package org.mnistcnn.charts;

import org.jspecify.annotations.NullMarked;
