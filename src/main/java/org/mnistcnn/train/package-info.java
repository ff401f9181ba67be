/**
 * The training loop, which knows no TensorFlow; start with {@link org.mnistcnn.train.Trainer},
 * {@link org.mnistcnn.train.Learner} and {@link org.mnistcnn.train.Callback}.
 */
@NullMarked
package org.mnistcnn.train;

import org.jspecify.annotations.NullMarked;
