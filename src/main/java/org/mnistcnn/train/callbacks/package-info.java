/**
 * The callbacks, with Keras's names and defaults. Start with {@link
 * org.mnistcnn.train.callbacks.EarlyStopping} and {@link
 * org.mnistcnn.train.callbacks.ModelCheckpoint}.
 *
 * <p><b>Callbacks decide in float32, as Keras's do.</b> Keras compares measures as float32 tensors
 * and keeps the learning rate in one; with doubles, the same run would stop in another epoch.
 * {@code KerasCallbacksTest} plays both the same epochs. What a callback remembers goes through
 * {@code CallbackState}, and each test that decides plays the run once more, interrupted after
 * every epoch.
 */
@NullMarked
package org.mnistcnn.train.callbacks;

import org.jspecify.annotations.NullMarked;
