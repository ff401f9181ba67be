#!/usr/bin/env python3
"""Classifies images with an exported model; needs TensorFlow only.

    python savedmodel/predict.py savedmodel/mnist_cnn/1 digit.png ...
"""

import sys

import tensorflow as tf


def read(path, height, width):
    """One image as the model was trained on them: grey, 0 to 255, light on dark."""
    image = tf.io.decode_image(tf.io.read_file(path), channels=1, expand_animations=False)
    image = tf.image.resize(image, (height, width), method="area")
    border = tf.concat(
        [image[0], image[-1], image[1:-1, 0], image[1:-1, -1]], axis=0)
    return 255.0 - image if tf.reduce_mean(border) > 127 else image


def main(directory, *paths):
    classify = tf.saved_model.load(directory).signatures["serving_default"]
    (spec,) = classify.structured_input_signature[1].values()
    images = tf.stack([read(path, spec.shape[1], spec.shape[2]) for path in paths])
    result = classify(image=images)
    for path, category, probabilities in zip(
            paths, result["class"].numpy(), result["probabilities"].numpy()):
        print(f"{path}: {category} ({probabilities[category]:.4f})")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
