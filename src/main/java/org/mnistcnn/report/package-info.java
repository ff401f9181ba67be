/**
 * Charts and files that show how a training went and what a model gets wrong; start with {@link
 * org.mnistcnn.report.Report}.
 */
@NullMarked
package org.mnistcnn.report;

import org.jspecify.annotations.NullMarked;
