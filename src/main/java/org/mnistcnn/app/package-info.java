/**
 * Whole jobs, without a command line: {@link org.mnistcnn.app.RunConfig} says what a training is to
 * do, {@link org.mnistcnn.app.TrainRun} does it.
 */
@NullMarked
package org.mnistcnn.app;

import org.jspecify.annotations.NullMarked;
