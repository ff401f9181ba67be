/**
 * Neural networks as immutable data. Start with {@link org.mnistcnn.nn.Model}, {@link
 * org.mnistcnn.nn.ModelBuilder} and {@link org.mnistcnn.nn.Layer}; the layers themselves are in
 * {@code nn.layers}. Nothing here runs a graph.
 *
 * <p><b>A layer that leads nowhere is refused.</b> Keras drops it quietly, with its weights; a file
 * could not be read back as it was written.
 */
@NullMarked
package org.mnistcnn.nn;

import org.jspecify.annotations.NullMarked;
