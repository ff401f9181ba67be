/**
 * Readers of data sets: IDX files, NumPy's {@code .npz} and folders of images. They trust no size
 * that a file promises. Start with {@link org.mnistcnn.data.read.DatasetReader}.
 */
@NullMarked
package org.mnistcnn.data.read;

import org.jspecify.annotations.NullMarked;
