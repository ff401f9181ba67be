package org.mnistcnn.nn.augment;

/** What stands beyond the border of an image that is moved; TensorFlow's and Keras's names. */
public enum FillMode {
  /** One value everywhere: {@code k k k | a b c d | k k k}. */
  CONSTANT,
  /** The nearest pixel: {@code a a a | a b c d | d d d}. */
  NEAREST,
  /** The image in a mirror at its edge: {@code c b a | a b c d | d c b}. */
  REFLECT,
  /** The image once more: {@code b c d | a b c d | a b c}. */
  WRAP
}
