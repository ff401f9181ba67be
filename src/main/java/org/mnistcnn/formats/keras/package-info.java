/**
 * Keras's files: {@code config.json}, the weights in HDF5, and {@code .keras} archives. Start with
 * {@link org.mnistcnn.formats.keras.KerasFile} and {@link org.mnistcnn.formats.keras.KerasConfig}.
 */
@NullMarked
package org.mnistcnn.formats.keras;

import org.jspecify.annotations.NullMarked;
