/**
 * Runs networks: graphs, sessions and variables of TensorFlow. Start with {@link
 * org.mnistcnn.engine.GraphModel}, which learns, and {@link org.mnistcnn.engine.InferenceModel};
 * the machine is in {@code engine.device}.
 */
@NullMarked
package org.mnistcnn.engine;

import org.jspecify.annotations.NullMarked;
