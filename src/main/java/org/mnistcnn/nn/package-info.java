/**
 * Networks as data, and the TensorFlow ops that each piece stands for; start with {@link
 * org.mnistcnn.nn.Model} and {@link org.mnistcnn.nn.Layer}. Nothing here runs a graph.
 */
@NullMarked
package org.mnistcnn.nn;

import org.jspecify.annotations.NullMarked;
