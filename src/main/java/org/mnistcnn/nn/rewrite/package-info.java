/**
 * Networks made of networks: with another head, with more regularization, several as one. Start
 * with {@link org.mnistcnn.nn.rewrite.Head}, {@link org.mnistcnn.nn.rewrite.Regularization} and
 * {@link org.mnistcnn.nn.rewrite.Ensemble}.
 *
 * <p><b>An ensemble is a network</b>, its members side by side under names of their own, with
 * Keras's {@code Average} at the end; with weights, a {@code Rescaling} for each and an {@code
 * Add}. So every exporter writes it without knowing. Each member keeps its own rescaling of the
 * pixels, which costs nothing beside its convolutions, and lets members differ.
 */
@NullMarked
package org.mnistcnn.nn.rewrite;

import org.jspecify.annotations.NullMarked;
