#!/usr/bin/env python3
"""Classifies picture files with an exported model; needs TensorFlow only.

    python savedmodel/predict.py savedmodel/mnist_cnn/1 digit.png ...

The model reads the files itself (signature serving_bytes): it decodes, resizes, and inverts dark on
light, as `./mnist-cnn predict` does.
"""

import pathlib
import sys

import tensorflow as tf


def main(directory, *paths):
    model = tf.saved_model.load(directory)
    labels = tf.io.read_file(model.labels.asset_path).numpy().decode().splitlines()
    files = tf.constant([pathlib.Path(path).read_bytes() for path in paths])
    result = model.signatures["serving_bytes"](image_bytes=files)
    for path, category, probabilities in zip(
            paths, result["class"].numpy(), result["probabilities"].numpy()):
        print(f"{path}: {labels[category]} ({probabilities[category]:.4f})")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
