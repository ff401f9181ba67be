/**
 * Models as files that other programs read and write; start with {@link
 * org.mnistcnn.interop.SavedModelWriter} and {@link org.mnistcnn.interop.SavedModelReader}.
 */
@NullMarked
package org.mnistcnn.interop;

import org.jspecify.annotations.NullMarked;
