/**
 * Trained models as files, written and read: the doors to the formats in the packages below. Start
 * with {@link org.mnistcnn.formats.ExportFormat}, {@link org.mnistcnn.formats.Classifiers} and
 * {@link org.mnistcnn.formats.Inspection}.
 */
@NullMarked
package org.mnistcnn.formats;

import org.jspecify.annotations.NullMarked;
