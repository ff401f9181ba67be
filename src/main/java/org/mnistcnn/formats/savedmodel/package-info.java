/**
 * TensorFlow's SavedModel, written as Keras writes it and read from any program. Start with {@link
 * org.mnistcnn.formats.savedmodel.SavedModelWriter} and {@link
 * org.mnistcnn.formats.savedmodel.SavedModelReader}.
 *
 * <p><b>The SavedModel is written from the object graph up.</b> TensorFlow-Java's exporter writes
 * the whole training graph in TensorFlow 1's format and drops resource variables; Python then gets
 * no variables, and TFLite can't convert it. {@code formats} writes what Python writes: functions
 * with the variables as parameters ({@code ServingFunction}), a graph with variables, signatures
 * and saver, an object graph ({@code ObjectGraph}) and an object-based checkpoint ({@code
 * VariablesFile}). The layout follows a directory that Keras's {@code export()} wrote. It is
 * published by renaming a finished directory ({@code VersionDirectory}), since TensorFlow Serving
 * picks up whatever has a number for its name.
 *
 * <p><b>Picture files are read in the graph by a loop that fills a tensor.</b> TensorFlow-Java has
 * no type for the lists of tensors that Python's {@code map_fn} uses, and the op {@code MapDefun}
 * is internal to tf.data. {@code StatelessWhile} and {@code TensorScatterUpdate} load everywhere;
 * each turn copies the batch, as bytes: 1,000 pictures took 0.4 s, 10,000 took 10 s. {@code
 * PicturePixels} resizes by two matrix products whose factors are the shares that {@code
 * data.image.Resizing} computes, so that a served picture is seen as {@code predict} sees it.
 *
 * <p><b>A SavedModel carries what the next export needs.</b> {@code assets.extra/config.json} is
 * the network in Keras's format, {@code model_card.json} the rest. TensorFlow Serving's messages
 * (warm-up) are not in TensorFlow: four of them are written by field number, and the tests read
 * them by descriptors.
 *
 * <p><b>Logits are told from probabilities by their values</b>, over all images of a call: a
 * softmax may be anywhere in a graph of another program, or written by hand. Values between 0 and 1
 * whose sum is not 1 could be either; then somebody must say.
 *
 * <p><b>{@code saved_model.pb} is parsed in Java first</b>, at most 256 MiB and 100 messages deep:
 * the choice of a signature needs it, and a damaged file is named before TensorFlow, which trusts
 * it, sees it.
 */
@NullMarked
package org.mnistcnn.formats.savedmodel;

import org.jspecify.annotations.NullMarked;
