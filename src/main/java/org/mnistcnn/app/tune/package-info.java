/**
 * Searches for the settings that train best: {@link org.mnistcnn.app.tune.TuneRun}.
 *
 * <p><b>{@code --threads} is part of a trial's settings.</b> Parallel trials have fewer threads,
 * batches are cut in fewer parts, and floats are added in another order; without it the winner
 * could not be trained again bit for bit. TensorFlow shares its threads between sessions unless it
 * is told not to ({@code Device.limitThreads}).
 */
@NullMarked
package org.mnistcnn.app.tune;

import org.jspecify.annotations.NullMarked;
