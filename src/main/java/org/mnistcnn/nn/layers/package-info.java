/**
 * The layers, each a record with Keras's name and defaults. Start with {@link
 * org.mnistcnn.nn.layers.Conv2D} and {@link org.mnistcnn.nn.layers.Dense}.
 */
@NullMarked
package org.mnistcnn.nn.layers;

import org.jspecify.annotations.NullMarked;
