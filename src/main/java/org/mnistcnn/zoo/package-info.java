/**
 * Networks with a name: the port of a small Keras program for MNIST, and others. Start with {@link
 * org.mnistcnn.zoo.MnistCnn} and {@link org.mnistcnn.zoo.Architecture}.
 */
@NullMarked
package org.mnistcnn.zoo;

import org.jspecify.annotations.NullMarked;
