/**
 * The callbacks, with Keras's names and defaults. Start with {@link
 * org.mnistcnn.train.callbacks.EarlyStopping} and {@link
 * org.mnistcnn.train.callbacks.ModelCheckpoint}.
 */
@NullMarked
package org.mnistcnn.train.callbacks;

import org.jspecify.annotations.NullMarked;
