/**
 * The training loop, which knows no TensorFlow; start with {@link org.mnistcnn.train.Trainer} and
 * {@link org.mnistcnn.train.Learner}.
 */
@NullMarked
package org.mnistcnn.train;

import org.jspecify.annotations.NullMarked;
