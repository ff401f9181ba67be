/** The port of a small Keras program for MNIST; see {@link org.mnistcnn.MnistCnn}. */
@NullMarked
package org.mnistcnn;

import org.jspecify.annotations.NullMarked;
