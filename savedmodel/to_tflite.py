#!/usr/bin/env python3
"""Converts an exported model to TFLite, for phones and other small devices; needs TensorFlow only.

    python savedmodel/to_tflite.py savedmodel/mnist_cnn/1 mnist_cnn.tflite

The signature is serving_default: images in, probabilities and class out. Picture files are for the
device to decode.
"""

import pathlib
import sys

import tensorflow as tf


def main(directory, output):
    converter = tf.lite.TFLiteConverter.from_saved_model(
        directory, signature_keys=["serving_default"])
    pathlib.Path(output).write_bytes(converter.convert())


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
