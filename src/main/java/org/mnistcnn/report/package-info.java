/**
 * A folder of pictures, tables and pages that tells how good a model is, to people and to CI; start
 * with {@link org.mnistcnn.report.Report}.
 */
@NullMarked
package org.mnistcnn.report;

import org.jspecify.annotations.NullMarked;
