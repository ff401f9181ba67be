/**
 * TensorFlow's SavedModel, written as Keras writes it and read from any program. Start with {@link
 * org.mnistcnn.formats.savedmodel.SavedModelWriter} and {@link
 * org.mnistcnn.formats.savedmodel.SavedModelReader}.
 */
@NullMarked
package org.mnistcnn.formats.savedmodel;

import org.jspecify.annotations.NullMarked;
