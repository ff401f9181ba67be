/**
 * Images with their classes, in memory or in their files. Start with {@link
 * org.mnistcnn.data.Dataset} and {@link org.mnistcnn.data.TrainTestData}; {@code data.read} makes
 * them of files, {@code data.image} a single picture.
 */
@NullMarked
package org.mnistcnn.data;

import org.jspecify.annotations.NullMarked;
