/**
 * Runs networks on TensorFlow and owns all of its native memory; start with {@link
 * org.mnistcnn.engine.GraphModel} and {@link org.mnistcnn.engine.Device}.
 */
@NullMarked
package org.mnistcnn.engine;

import org.jspecify.annotations.NullMarked;
