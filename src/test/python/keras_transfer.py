"""Trains in two stages with Keras what Java has trained, and compares the weights.

Arguments: the .keras file that both begin with, the one that Java ended with, a file of pixels
(uint8, images of 28 x 28), a file of labels (uint8), the last frozen layer, steps of each stage,
images a step, the step sizes of the two stages. Prints the greatest difference of each layer.
"""

import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
import numpy as np

TOLERANCE = 1e-4

begin, end, pixels, labels, last, steps, batch, first_rate, second_rate = sys.argv[1:]
steps, batch = int(steps), int(batch)
images = np.fromfile(pixels, np.uint8).reshape(-1, 28, 28, 1).astype(np.float32)
classes = np.fromfile(labels, np.uint8)
model = keras.models.load_model(begin, compile=False)


def train(rate, first):
    model.compile(keras.optimizers.Adam(float(rate)), "sparse_categorical_crossentropy")
    for step in range(first, first + steps):
        part = slice(step * batch, (step + 1) * batch)
        model.train_on_batch(images[part], classes[part])


names = [layer.name for layer in model.layers]
before = [np.array(weight) for weight in model.weights]
for layer in model.layers[: names.index(last) + 1]:
    layer.trainable = False
train(first_rate, 0)
for layer in model.layers:
    layer.trainable = True
train(second_rate, steps)

expected = keras.models.load_model(end)
assert [layer.trainable for layer in expected.layers] == [True] * len(names), "all is unfrozen"
for layer, other in zip(model.layers, expected.layers):
    for weight, found in zip(layer.weights, other.weights):
        difference = float(np.abs(np.array(weight) - np.array(found)).max())
        print(f"{weight.path}: {difference}")
        if difference > TOLERANCE:
            sys.exit(1)
moved = [float(np.abs(np.array(weight) - old).max()) for weight, old in zip(model.weights, before)]
assert min(moved) > 1e-5, moved
iterations = int(expected.optimizer.iterations)
assert iterations == steps, iterations
print("ok")
