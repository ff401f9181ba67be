package org.mnistcnn.data;

import java.util.Optional;

/**
 * A data set as it is published: what a model learns from, what its training is watched by, and
 * what it is judged by, of one image shape and one list of classes.
 *
 * @param training the images to learn from
 * @param validation the images to validate on; empty if they are to be held out of the training set
 * @param test the images that training never sees
 */
public record TrainTestData(Dataset training, Optional<Dataset> validation, Dataset test) {

  /** Without images to validate on. */
  public TrainTestData(Dataset training, Dataset test) {
    this(training, Optional.empty(), test);
  }
}
