"""Trains the network of the product with Keras, batch by batch as Java did, and writes the losses.

Arguments: the directory of MNIST's four files; a file of first weights (little-endian float32, in
the model's order); a file of batches (little-endian int32, indices into the training set); the
size of a batch; a file to write the loss of each step to (little-endian float64).
"""

import gzip
import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
import numpy as np
from keras import layers

data, first_weights, batches, size, result = sys.argv[1:]


def read(name, header, *shape):
    with gzip.open(os.path.join(data, name)) as file:
        return np.frombuffer(file.read(), np.uint8, offset=header).reshape(-1, *shape)


images = read("train-images-idx3-ubyte.gz", 16, 28, 28, 1).astype(np.float32)
labels = read("train-labels-idx1-ubyte.gz", 8).astype(np.int32)

model = keras.Sequential([
    keras.Input((28, 28, 1)),
    layers.Rescaling(1 / 255),
    layers.Conv2D(32, 3, activation="relu"),
    layers.MaxPooling2D(2),
    layers.Conv2D(64, 3, activation="relu"),
    layers.MaxPooling2D(2),
    layers.Flatten(),
    layers.Dense(128, activation="relu"),
    layers.Dense(10, activation="softmax"),
])
values = np.fromfile(first_weights, "<f4")
ends = np.cumsum([weight.size for weight in model.get_weights()])
assert ends[-1] == len(values), (ends[-1], len(values))
model.set_weights([part.reshape(weight.shape) for part, weight in
                   zip(np.split(values, ends[:-1]), model.get_weights())])
model.compile(optimizer=keras.optimizers.Adam(1e-3), loss="sparse_categorical_crossentropy")

losses = []
for batch in np.fromfile(batches, "<i4").reshape(-1, int(size)):
    model.reset_metrics()
    losses.append(model.train_on_batch(images[batch], labels[batch]))
np.array(losses, "<f8").tofile(result)
