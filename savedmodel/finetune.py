#!/usr/bin/env python3
"""Trains an exported model on, on images of your own, and saves it; needs TensorFlow only.

    python savedmodel/finetune.py savedmodel/mnist_cnn/1 data/mnist finetuned [steps]

The data are IDX files named as MNIST's. What is trained is what was exported: there is no dropout in
it, and statistics of batch normalizations stay as they are. For training with these, load the
model's .keras file, or train in Java (`./mnist-cnn train --initial-weights`).
"""

import gzip
import pathlib
import sys

import numpy as np
import tensorflow as tf

BATCH = 128


def read_idx(directory, name, header):
    data = gzip.decompress((pathlib.Path(directory) / name).read_bytes())
    return np.frombuffer(data, np.uint8, offset=header)


def main(directory, data, output, steps=50):
    model = tf.saved_model.load(directory)
    (_, *shape) = model.signatures["serving_default"].structured_input_signature[1]["image"].shape
    images = read_idx(data, "train-images-idx3-ubyte.gz", 16).reshape(-1, *shape)
    labels = read_idx(data, "train-labels-idx1-ubyte.gz", 8)
    kept, kept_labels = tf.constant(images[-2000:], tf.float32), labels[-2000:]
    images, labels = images[:-2000], labels[:-2000]

    def loss_of(batch, truth):
        return tf.reduce_mean(
            tf.keras.losses.sparse_categorical_crossentropy(truth, model.serve(batch)))

    optimizer = tf.keras.optimizers.Adam(1e-3)
    chance = np.random.default_rng(1)
    print(f"loss of 2000 images kept out: {loss_of(kept, kept_labels).numpy():.4f}")
    for _ in range(int(steps)):
        batch = chance.integers(len(images), size=BATCH)
        with tf.GradientTape() as tape:
            loss = loss_of(tf.constant(images[batch], tf.float32), labels[batch])
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    print(f"after {steps} steps: {loss_of(kept, kept_labels).numpy():.4f}")
    tf.saved_model.save(model, output, signatures=dict(model.signatures))


if __name__ == "__main__":
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    main(*sys.argv[1:])
