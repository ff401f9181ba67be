/**
 * Models and runs as files that other programs read and write; start with {@link
 * org.mnistcnn.interop.SavedModelWriter}, {@link org.mnistcnn.artifact.Classifier} and {@link
 * org.mnistcnn.interop.TensorBoard}.
 */
@NullMarked
package org.mnistcnn.interop;

import org.jspecify.annotations.NullMarked;
