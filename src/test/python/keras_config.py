"""Builds models from files of JSON and prints the weights that each has, and its frozen layers."""

import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras

for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as file:
        model = keras.models.model_from_json(file.read())
    weights = "; ".join(
        f"{layer.name}/{weight.name} {tuple(weight.shape)}"
        for layer in model.layers
        for weight in layer.weights
    )
    frozen = ", ".join(layer.name for layer in model.layers if not layer.trainable)
    print(f"{os.path.basename(path)}: {weights} frozen: {frozen}")
