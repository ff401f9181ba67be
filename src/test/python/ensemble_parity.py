"""Runs an ensemble's files as Python users do and compares with the probabilities that Java computed.

Arguments: the directory of a SavedModel, a .keras file, a file of pixels (uint8, images of
28 x 28), a file of probabilities (little-endian float32, 10 an image). Prints a line a check; fails
on the first that does not hold.
"""

import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import tensorflow as tf

TOLERANCE = 1e-5


def check(name, found, expected):
    difference = np.abs(np.asarray(found) - expected).max()
    print(f"{name}: {'ok' if difference <= TOLERANCE else 'FAILED'} {difference}")
    if difference > TOLERANCE:
        sys.exit(1)


saved_model, keras_file, pixels, probabilities = sys.argv[1:]
images = np.fromfile(pixels, np.uint8).reshape(-1, 28, 28, 1).astype(np.float32)
expected = np.fromfile(probabilities, "<f4").reshape(-1, 10)

model = tf.saved_model.load(saved_model)
for key in ("serving_default", "serve"):
    result = model.signatures[key](image=tf.constant(images))
    check(key, result["probabilities"], expected)
    check(f"{key} class", result["class"], expected.argmax(axis=1))
files = [tf.io.encode_png(image.astype(np.uint8)).numpy() for image in images]
result = model.signatures["serving_bytes"](image_bytes=tf.constant(files))
check("serving_bytes", result["probabilities"], expected)
check("serve()", model.serve(images), expected)
layer = keras.layers.TFSMLayer(saved_model, call_endpoint="serve")
check("TFSMLayer", layer(images), expected)
whole = keras.models.load_model(keras_file)
check(".keras", whole.predict(images, verbose=0), expected)
print("last layer:", type(whole.layers[-1]).__name__)
