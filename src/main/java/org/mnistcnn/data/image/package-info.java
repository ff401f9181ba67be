/**
 * One picture file as the pixels that a model takes. Start with {@link
 * org.mnistcnn.data.image.ImageFile}.
 */
@NullMarked
package org.mnistcnn.data.image;

import org.jspecify.annotations.NullMarked;
