/**
 * The training loop, which knows no TensorFlow. Start with {@link org.mnistcnn.train.Trainer},
 * {@link org.mnistcnn.train.Learner} and {@link org.mnistcnn.train.Callback}; the callbacks
 * themselves are in {@code train.callbacks}.
 */
@NullMarked
package org.mnistcnn.train;

import org.jspecify.annotations.NullMarked;
