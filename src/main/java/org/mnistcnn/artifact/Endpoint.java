package org.mnistcnn.artifact;

import java.util.Optional;

/**
 * Which way into a SavedModel of another program to take, as far as it is said; the rest is read
 * from the model. A model of this program needs none of it.
 *
 * @param signature the signature's key; empty for {@code serving_default}, or the only one that
 *     fits
 * @param input the input's name within the signature; empty for the only one that takes images
 * @param output the output's name within the signature; empty for the only one that has a number
 *     for each class
 * @param logits whether the output is logits, over which softmax is taken; empty to go by the
 *     values
 * @param unitPixels whether the model takes pixels from 0 to 1, instead of 0 to 255
 */
public record Endpoint(
    Optional<String> signature,
    Optional<String> input,
    Optional<String> output,
    Optional<Boolean> logits,
    boolean unitPixels) {

  /** All is read from the model. */
  public static final Endpoint AUTO =
      new Endpoint(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);
}
