/**
 * Networks made of networks: with another head, with more regularization, several as one. Start
 * with {@link org.mnistcnn.nn.rewrite.Head}, {@link org.mnistcnn.nn.rewrite.Regularization} and
 * {@link org.mnistcnn.nn.rewrite.Ensemble}.
 */
@NullMarked
package org.mnistcnn.nn.rewrite;

import org.jspecify.annotations.NullMarked;
