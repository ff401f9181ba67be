package org.mnistcnn.nn.augment;

/** The value of an image between its pixels. */
public enum Interpolation {
  /** The mean of the four pixels around, weighted by nearness. */
  BILINEAR,
  /** The nearest pixel's. */
  NEAREST
}
