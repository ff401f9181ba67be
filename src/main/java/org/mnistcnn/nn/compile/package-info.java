/**
 * What a network is trained towards and how: losses, metrics, optimizers and learning rates, by
 * Keras's names. Start with {@link org.mnistcnn.nn.compile.Compilation}.
 *
 * <p><b>The loss of an exported model</b> is computed from its probabilities, raised to the
 * smallest normal float. Keras raises them to 1e-7; then {@code evaluate --model} would differ from
 * {@code train}, which computes the loss from logits.
 */
@NullMarked
package org.mnistcnn.nn.compile;

import org.jspecify.annotations.NullMarked;
