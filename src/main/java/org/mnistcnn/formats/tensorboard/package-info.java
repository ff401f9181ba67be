/**
 * Event files for TensorBoard, and the records that they are made of. Start with {@link
 * org.mnistcnn.formats.tensorboard.TensorBoard}.
 */
@NullMarked
package org.mnistcnn.formats.tensorboard;

import org.jspecify.annotations.NullMarked;
