/**
 * Trained models as files, written and read: the doors to the formats in the packages below. Start
 * with {@link org.mnistcnn.formats.ExportFormat}, {@link org.mnistcnn.formats.Classifiers} and
 * {@link org.mnistcnn.formats.Inspection}.
 *
 * <p><b>Two ways to read a grey picture.</b> Models of MNIST's kind know light on dark, so light
 * grounds are inverted; a model of a folder has learned from its pictures as they are, which its
 * card says ({@code TrainedModel.PICTURES}), for {@code predict} and for the graph of {@code
 * serving_bytes}.
 */
@NullMarked
package org.mnistcnn.formats;

import org.jspecify.annotations.NullMarked;
