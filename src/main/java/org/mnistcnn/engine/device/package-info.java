/**
 * What a machine has to compute with, and how it is to compute. Start with {@link
 * org.mnistcnn.engine.device.Device} and {@link org.mnistcnn.engine.device.ComputeOptions}.
 */
@NullMarked
package org.mnistcnn.engine.device;

import org.jspecify.annotations.NullMarked;
