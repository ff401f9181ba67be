/**
 * Event files for TensorBoard, and the records that they are made of. Start with {@link
 * org.mnistcnn.formats.tensorboard.TensorBoard}.
 *
 * <p><b>An event file is open only while an epoch is added to it.</b> So there is nothing to close
 * when a run fails, and what TensorBoard reads is whole. A resumed run adds a file; TensorBoard
 * drops epochs of the earlier file that the later one holds again.
 */
@NullMarked
package org.mnistcnn.formats.tensorboard;

import org.jspecify.annotations.NullMarked;
