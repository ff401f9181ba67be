/**
 * Whole jobs, without a command line: {@link org.mnistcnn.app.RunConfig} says what a training is to
 * do, {@link org.mnistcnn.app.TrainRun} does it.
 *
 * <p><b>{@code train --from} compiles as the file says, or wholly as the options say.</b> Any
 * option of learning compiles again, as Keras's {@code compile} does, and the optimizer restarts
 * with it; only {@code --learning-rate} alone changes the learning rate and no more. Mixing the two
 * setting by setting would leave a state that belongs to neither. A checkpoint keeps the network
 * and the compile settings, so {@code --resume} does not need the file.
 *
 * <p><b>An export of a run is what its training would export if it ended now</b>: moving averages
 * where there are any, the best weights where they are to be restored. The SHA-256 of the weights
 * is the same in every format, so {@code inspect} shows whether two files hold the same model; a
 * SavedModel whose weights are not those of its card is refused.
 *
 * <p><b>A preset is nothing but settings.</b> Those of {@code --preset} and {@code --config} stand
 * below those of the command line ({@code Overlay}): a run keeps what they came to, so that it is
 * resumed without the file, and a later version of a preset does not change it.
 */
@NullMarked
package org.mnistcnn.app;

import org.jspecify.annotations.NullMarked;
