"""Computes with Keras what the augmentations of the Java side are compared with.

A range of one number makes Keras's layers draw that number; other layers are told what they would draw. So
each does a known thing.

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


# Each image's box, from left to right and from top to bottom, in pixels.
BOXES = {"left": [0.0, 1.5, 2.25], "right": [2.0, 4.5, 6.0], "top": [1.0, 0.0, 3.5], "bottom": [6.5, 2.0, 7.0]}
ORDER = [2, 0, 1]
SHARES = [0.25, 0.9, 0.5]
FLIPS = [True, False, True]
CONTRASTS = [0.5, 1.75, 1.0]
CHOSEN = [True, False, True]
NOISE_SHAPE = (2, 25, 24)
NOISE = np.random.default_rng(8).standard_normal((2, *NOISE_SHAPE)).astype(np.float32)
LARGE = np.random.default_rng(9).integers(0, 256, (*NOISE_SHAPE, 1)).astype(np.float32)
LABELS = np.eye(3, dtype=np.float32)


def each(values):
    return tf.reshape(tf.constant(values), (-1, 1, 1, 1))


def boxes():
    return tuple(tf.constant(BOXES[side]) for side in ("left", "right", "top", "bottom"))


def changing():
    """Each layer that does not only move pixels, told what it would draw."""
    images = tf.constant(IMAGES)
    for mode in ("horizontal", "vertical", "horizontal_and_vertical"):
        yield f"flip, {mode}", layers.RandomFlip(mode).transform_images(
            images, {"flips": each(FLIPS)})
    yield "contrast", layers.RandomContrast(0.5).transform_images(
        images, {"contrast_factor": each(CONTRASTS)})
    for share in (0.2, -0.3):
        yield f"brightness {share}", layers.RandomBrightness(fixed(share))(images, training=True)
    erasing = layers.RandomErasing()
    yield "erasing", erasing.transform_images(images, {
        "batch_masks": erasing._generate_batch_mask(SHAPE, boxes()),
        "apply_erasing": tf.constant(CHOSEN),
        "fill_value": tf.fill(SHAPE, 77.0)})


def mixing():
    """Images and labels of the layers that mix them."""
    mix_up = layers.MixUp()
    known = {"mix_weight": tf.constant(SHARES), "permutation_order": tf.constant(ORDER)}
    yield "mixup", mix_up, known
    cut_mix = layers.CutMix()
    masks, weight = cut_mix._generate_batch_mask(SHAPE, boxes())
    yield "cutmix", cut_mix, {
        "batch_masks": masks, "mix_weight": weight, "permutation_order": tf.constant(ORDER)}


def bending():
    """The elastic transform of known noise, in the place of what Keras draws along x, then y."""
    for fill in ("constant", "nearest", "reflect", "wrap"):
        yield f"elastic 1.0, {fill}", bent(1.0, fill, "bilinear")
    yield "elastic 0.3, constant", bent(0.3, "constant", "bilinear")
    yield "elastic 1.0, to the nearest pixel", bent(1.0, "nearest", "nearest")


def bent(scale, fill, interpolation):
    layer = layers.RandomElasticTransform(
        fixed(1.0), fixed(scale), fill_mode=fill, interpolation=interpolation,
        fill_value=50.0 if fill == "constant" else 0.0)
    fields = iter(NOISE)
    drawn = tf.random.stateless_normal
    tf.random.stateless_normal = lambda **_: tf.constant(next(fields))
    try:
        return layer.transform_images(tf.constant(LARGE), {
            "apply_transform": tf.constant([True] * len(LARGE)),
            "distortion_factor": tf.constant(scale),
            "seed": 1})
    finally:
        tf.random.stateless_normal = drawn


def cases():
    computed = {name: layer(tf.constant(IMAGES), training=True) for name, layer in moving()}
    computed.update(changing())
    for name, layer, known in mixing():
        computed[name] = layer.transform_images(tf.constant(IMAGES), known)
        computed[f"{name}, labels"] = layer.transform_labels(tf.constant(LABELS), known)
    computed.update(bending())
    return {
        "shape": SHAPE,
        "images": IMAGES.ravel().tolist(),
        "boxes": BOXES,
        "order": ORDER,
        "shares": SHARES,
        "contrasts": CONTRASTS,
        "large_shape": LARGE.shape,
        "large": LARGE.ravel().tolist(),
        "noise": [[float(str(value)) for value in field.ravel()] for field in NOISE],
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
    computed = json.loads(json.dumps(computed))
    for key in computed.keys() - {"cases"}:
        if committed[key] != computed[key]:
            sys.exit(f"{path}: other {key}")
    if committed["cases"].keys() != computed["cases"].keys():
        sys.exit(f"{path}: other cases")
    for name, images in computed["cases"].items():
        error = np.abs(np.array(committed["cases"][name]) - images).max()
        if not error <= TOLERANCE:
            sys.exit(f"{path}: {name} is {error} off what Keras computes")
    print("augmentation.json: ok")


main()
