/**
 * Neural networks as immutable data. Start with {@link org.mnistcnn.nn.Model}, {@link
 * org.mnistcnn.nn.ModelBuilder} and {@link org.mnistcnn.nn.Layer}; the layers themselves are in
 * {@code nn.layers}. Nothing here runs a graph.
 */
@NullMarked
package org.mnistcnn.nn;

import org.jspecify.annotations.NullMarked;
