/**
 * Random changes of training images, as ops of the graph. Start with {@link
 * org.mnistcnn.nn.augment.Augmentations}; one of a kind implements {@link
 * org.mnistcnn.nn.augment.GeometricAugmentation}, {@link org.mnistcnn.nn.augment.PixelAugmentation}
 * or {@link org.mnistcnn.nn.augment.MixingAugmentation}.
 */
@NullMarked
package org.mnistcnn.nn.augment;

import org.jspecify.annotations.NullMarked;
