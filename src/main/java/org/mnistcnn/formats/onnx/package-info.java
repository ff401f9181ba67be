/**
 * ONNX files. Start with {@link org.mnistcnn.formats.onnx.OnnxWriter}; {@link
 * org.mnistcnn.formats.onnx.OnnxLayers} has the form of each layer.
 */
@NullMarked
package org.mnistcnn.formats.onnx;

import org.jspecify.annotations.NullMarked;
