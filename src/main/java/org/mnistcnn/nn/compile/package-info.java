/**
 * What a network is trained towards and how: losses, metrics, optimizers and learning rates, by
 * Keras's names. Start with {@link org.mnistcnn.nn.compile.Compilation}.
 */
@NullMarked
package org.mnistcnn.nn.compile;

import org.jspecify.annotations.NullMarked;
