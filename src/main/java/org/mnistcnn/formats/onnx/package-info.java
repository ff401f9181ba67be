/**
 * ONNX files. Start with {@link org.mnistcnn.formats.onnx.OnnxWriter}; layers that have a form in
 * ONNX implement {@link org.mnistcnn.nn.OnnxForm}.
 *
 * <p><b>ONNX is written layer by layer, images as channels first,</b> which is ONNX's only order:
 * one transposition at the input, and one in front of what flattens. Padding is written out, since
 * {@code SAME_UPPER} and dilation do not go together in every runtime. Tribuo's builder checks
 * nodes and names; the operators that it lacks are in {@code OnnxOperator}. Its protobuf (3.25) is
 * newer than TensorFlow-Java's (3.21) and runs both.
 */
@NullMarked
package org.mnistcnn.formats.onnx;

import org.jspecify.annotations.NullMarked;
