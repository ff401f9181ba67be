/**
 * Readers of data sets: IDX files, NumPy's {@code .npz} and folders of images. They trust no size
 * that a file promises. Start with {@link org.mnistcnn.data.read.DatasetReader}.
 *
 * <p><b>A folder is decoded once before it is used,</b> header by header and then whole: a bad file
 * ends a run in its first minute and not in its third epoch, and the checksums tell later whether a
 * file has changed. {@code Dataset} then holds the pixels, or a {@code FilePixels} that decodes
 * again on demand; nothing else knows which. The checksum of a data set is one of its images'
 * checksums, so that a run can be resumed with another amount of memory.
 *
 * <p><b>Which images test is a function of their names,</b> not of {@code --seed} and not of their
 * order: another seed, or a file more, does not let a model be tested on what it has learned. The
 * model card keeps {@code --test-split} and {@code --split-seed} for {@code evaluate}.
 */
@NullMarked
package org.mnistcnn.data.read;

import org.jspecify.annotations.NullMarked;
