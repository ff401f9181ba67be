/**
 * Labelled images in memory and the readers that check them; start with {@link
 * org.mnistcnn.data.DatasetReader} and {@link org.mnistcnn.data.Dataset}, for a single picture with
 * {@link org.mnistcnn.data.ImageFile}.
 */
@NullMarked
package org.mnistcnn.data;

import org.jspecify.annotations.NullMarked;
