/**
 * Keras's files: {@code config.json}, the weights in HDF5, and {@code .keras} archives. Start with
 * {@link org.mnistcnn.formats.keras.KerasFile} and {@link org.mnistcnn.formats.keras.KerasConfig}.
 *
 * <p><b>A record's components are Keras's keys.</b> {@code KerasConfig} reads and writes {@code
 * config.json} by the names of the components of a layer's record ({@code kernelSize}: {@code
 * kernel_size}), so that a layer has one definition. What Keras has beside them ({@code
 * activity_regularizer}, {@code data_format}) is listed in {@code LayerFormat} with the one value
 * that stands for what the layer here does; any other is refused.
 *
 * <p><b>A {@code .keras} file's weights are found by kind and order of layers</b>, as in Keras: the
 * second Conv2D is {@code layers/conv2d_1}, whatever its name. Order means Keras's, which sorts a
 * functional model's layers by their distance from the output when it loads one; {@code KerasOrder}
 * sorts alike, for reading and for writing. jHDF writes HDF5 and reads it, from memory; a layer
 * without weights gets no group, since jHDF 0.10.0 damages a file that ends with an empty one.
 * Files come from strangers: nothing is unpacked to the disk or executed, no number is read before
 * its shape is known to be the wanted one, and {@code Hdf5Guard} refuses what would keep a reader
 * busy forever.
 */
@NullMarked
package org.mnistcnn.formats.keras;

import org.jspecify.annotations.NullMarked;
