"""Computes with Keras what the augmentations of the Java side are compared with.

A range of one number makes Keras's layers draw that number, so each layer does a known thing.

Usage: keras_augmentation.py DIRECTORY           writes augmentation.json
       keras_augmentation.py --check DIRECTORY   fails where Keras computes other numbers
"""

import json
import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
import tensorflow as tf
from keras import layers

SHAPE = (3, 7, 6, 2)
IMAGES = np.random.default_rng(7).integers(0, 256, SHAPE).astype(np.float32)

# What a pixel may differ by between two machines.
TOLERANCE = 2e-3


def fixed(value):
    return (value, value)


def moving():
    """Each layer that moves pixels, with each way to fill what is beyond the border."""
    for fill in ("constant", "nearest", "reflect", "wrap"):
        how = {"fill_mode": fill, "fill_value": 50.0 if fill == "constant" else 0.0}
        yield f"rotation by 40 degrees, {fill}", layers.RandomRotation(fixed(40 / 360), **how)
        yield f"rotation by -15 degrees, {fill}", layers.RandomRotation(fixed(-15 / 360), **how)
        yield f"zoom out by 0.3, {fill}", layers.RandomZoom(fixed(0.3), **how)
        yield f"zoom in by 0.3, out by 0.2, {fill}", layers.RandomZoom(
            fixed(-0.3), fixed(0.2), **how)
        yield f"translation by 0.25 down, 0.4 left, {fill}", layers.RandomTranslation(
            fixed(0.25), fixed(-0.4), **how)
    yield "rotation by 40 degrees, to the nearest pixel", layers.RandomRotation(
        fixed(40 / 360), interpolation="nearest")


def cases():
    computed = {}
    for name, layer in moving():
        computed[name] = layer(tf.constant(IMAGES), training=True)
    return {
        "shape": SHAPE,
        "images": IMAGES.ravel().tolist(),
        "cases": {
            name: [round(float(value), 4) for value in np.asarray(images).ravel()]
            for name, images in computed.items()
        },
    }


def main():
    *options, directory = sys.argv[1:]
    path = os.path.join(directory, "augmentation.json")
    computed = cases()
    if options != ["--check"]:
        with open(path, "w", encoding="utf-8") as file:
            lines = ",\n".join(
                f"{json.dumps(name)}: {json.dumps(images)}"
                for name, images in computed.pop("cases").items())
            rest = json.dumps(computed)[:-1]
            file.write(f'{rest}, "cases": {{\n{lines}\n}}}}\n')
        return
    with open(path, encoding="utf-8") as file:
        committed = json.load(file)
    if committed["images"] != computed["images"]:
        sys.exit(f"{path}: other images")
    if committed["cases"].keys() != computed["cases"].keys():
        sys.exit(f"{path}: other cases")
    for name, images in computed["cases"].items():
        error = np.abs(np.array(committed["cases"][name]) - images).max()
        if not error <= TOLERANCE:
            sys.exit(f"{path}: {name} is {error} off what Keras computes")
    print("augmentation.json: ok")


main()
