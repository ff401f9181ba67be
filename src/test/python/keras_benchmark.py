"""The Keras side of the benchmark: one measure a process.

    keras_benchmark.py steps PRECISION EPOCHS   JSON with the keys of `mnist-cnn benchmark --json`
    keras_benchmark.py job PRECISION SEED       fits and evaluates the Keras program
    keras_benchmark.py save FILE                writes an untrained model for `predict`
    keras_benchmark.py predict FILE IMAGE       what a model sees on a picture
"""

import gzip
import json
import os
import resource
import sys
import time

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
import numpy as np
import tensorflow as tf
from keras import layers

EVALUATIONS = 5
ONE_LAYER_EPOCHS = 3


def read(name, header):
    with gzip.open(os.path.join("data", "mnist", name)) as file:
        return np.frombuffer(file.read(), np.uint8, offset=header)


def mnist():
    def part(prefix):
        images = read(f"{prefix}-images-idx3-ubyte.gz", 16).reshape(-1, 28, 28, 1)
        return images.astype("float32") / 255, read(f"{prefix}-labels-idx1-ubyte.gz", 8)

    return part("train"), part("t10k")


def compiled(*hidden):
    # The softmax stays float32, as Keras's guide to mixed precision asks.
    model = keras.Sequential(
        [keras.Input((28, 28, 1)), *hidden, layers.Dense(10, activation="softmax", dtype="float32")])
    model.compile(
        optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def network():
    return compiled(
        layers.Conv2D(32, 3, activation="relu"), layers.MaxPooling2D(2),
        layers.Conv2D(64, 3, activation="relu"), layers.MaxPooling2D(2),
        layers.Flatten(), layers.Dense(128, activation="relu"), layers.Dropout(0.5))


class Clock(keras.callbacks.Callback):
    """Times an epoch's steps; beside them, the wait for the epoch to end, which may stall."""

    def __init__(self, samples):
        super().__init__()
        self.samples = samples
        self.first_step = None
        self.rates, self.whole, self.cpu = [], [], []

    def on_epoch_begin(self, epoch, logs=None):
        self.cpu_start = time.process_time()
        self.start = time.perf_counter()

    def on_train_batch_end(self, batch, logs=None):
        self.last = time.perf_counter()
        if self.first_step is None:
            self.first_step = time.time()

    def on_epoch_end(self, epoch, logs=None):
        self.rates.append(self.samples / (self.last - self.start))
        self.whole.append(self.samples / (time.perf_counter() - self.start))
        self.cpu.append(time.process_time() - self.cpu_start)


def fit(model, images, labels, batch, epochs):
    clock = Clock(len(images))
    model.fit(images, labels, batch_size=batch, epochs=epochs, verbose=0, callbacks=[clock])
    return clock


def matrix_product_flops(dtype):
    matrix = tf.cast(tf.random.uniform((2048, 2048)), dtype)
    product = tf.function(lambda x: tf.linalg.matmul(x, x)[0, 0])
    product(matrix)
    fastest = float("inf")
    for _ in range(20):
        start = time.perf_counter()
        product(matrix).numpy()
        fastest = min(fastest, time.perf_counter() - start)
    return 2 * 2048 ** 3 / fastest


def steps(precision, epochs):
    keras.mixed_precision.set_dtype_policy(precision)
    (images, labels), (test_images, test_labels) = mnist()
    images, labels = images[:48000], labels[:48000]
    model = network()
    clock = fit(model, images, labels, 128, epochs)
    evaluations = []
    for _ in range(EVALUATIONS + 1):
        start = time.perf_counter()
        model.evaluate(test_images, test_labels, batch_size=128, verbose=0)
        evaluations.append(len(test_images) / (time.perf_counter() - start))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    one_layer = fit(compiled(layers.Flatten()), images, labels, 32, ONE_LAYER_EPOCHS)
    return {
        "precision": precision,
        "first_step_millis": round(clock.first_step * 1000),
        "training_images_per_second": clock.rates[1:],
        "cpu_seconds_per_epoch": clock.cpu[1:],
        "evaluation_images_per_second": evaluations[1:],
        "peak_bytes": peak,
        "one_layer_steps_per_second": [rate / 32 for rate in one_layer.rates[1:]],
        "matrix_product_flops": matrix_product_flops(
            tf.bfloat16 if precision == "mixed_bfloat16" else tf.float32),
    }


def job(precision, seed):
    keras.mixed_precision.set_dtype_policy(precision)
    keras.utils.set_random_seed(seed)
    (images, labels), (test_images, test_labels) = mnist()
    model = network()
    model.fit(images, labels, batch_size=128, epochs=10, validation_split=0.2, verbose=0)
    accuracy = model.evaluate(test_images, test_labels, verbose=0)[1]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {"accuracy": accuracy, "peak_bytes": peak}


def predict(file, image):
    model = keras.models.load_model(file)
    pixels = keras.utils.img_to_array(keras.utils.load_img(image, color_mode="grayscale"))
    return {"class": int(model.predict(pixels[None] / 255, verbose=0).argmax())}


def main(command, *arguments):
    if command == "save":
        network().save(arguments[0])
    elif command == "steps":
        print(json.dumps(steps(arguments[0], int(arguments[1]))))
    elif command == "job":
        print(json.dumps(job(arguments[0], int(arguments[1]))))
    else:
        print(json.dumps(predict(*arguments)))


main(*sys.argv[1:])
