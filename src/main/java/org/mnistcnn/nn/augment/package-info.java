/**
 * Random changes of training images, as ops of the graph. Start with {@link
 * org.mnistcnn.nn.augment.Augmentations}; one of a kind implements {@link
 * org.mnistcnn.nn.augment.GeometricAugmentation}, {@link org.mnistcnn.nn.augment.PixelAugmentation}
 * or {@link org.mnistcnn.nn.augment.MixingAugmentation}.
 *
 * <p><b>Augmentation stands in front of the model, not in it.</b> An {@code Augmentation} is no
 * {@code Layer}: a model that is exported, validated or saved as {@code .keras} cannot have one.
 * Neighbours that move pixels are one {@code AffineMap}, done by elementwise ops: mixed precision
 * would take matrix products for work to do in bfloat16, and places would be off by a tenth of a
 * pixel. What is drawn is drawn for the whole batch, and each tower cuts out its part. Where
 * samples are mixed, the parts are put together again first, since a partner may be in another part
 * ({@code Augmentations.whole}).
 */
@NullMarked
package org.mnistcnn.nn.augment;

import org.jspecify.annotations.NullMarked;
