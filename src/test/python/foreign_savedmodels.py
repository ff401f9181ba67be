"""Writes SavedModels as Python programs do, with the probabilities that they give.

Arguments: a directory to write to. For each model NAME there are then NAME/, the SavedModel,
NAME.pixels, images as bytes, and NAME.probabilities, little-endian float32.
"""

import gzip
import os
import pathlib
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import tensorflow as tf
from keras import layers

output = pathlib.Path(sys.argv[1])


def read_idx(name, header):
    return np.frombuffer(
        gzip.decompress(pathlib.Path("data/mnist", name).read_bytes()), np.uint8, offset=header)


digits = read_idx("t10k-images-idx3-ubyte.gz", 16).reshape(-1, 28, 28, 1)
labels = read_idx("t10k-labels-idx1-ubyte.gz", 8)
chance = np.random.default_rng(1)
colored = np.repeat(np.pad(digits[:2000], ((0, 0), (2, 2), (2, 2), (0, 0))), 3, axis=3)
colored = (colored * chance.random((2000, 1, 1, 3))).astype(np.uint8)


def write(name, images, probabilities):
    images.tofile(output / f"{name}.pixels")
    np.asarray(probabilities).astype("<f4").tofile(output / f"{name}.probabilities")
    print(name, flush=True)


def softmax(logits):
    return tf.nn.softmax(tf.cast(logits, tf.float64)).numpy()


def relu_block(filters, strides=1):
    return [layers.Conv2D(filters, 3, strides=strides, padding="same", use_bias=False),
            layers.BatchNormalization(), layers.ReLU()]


networks = {
    "seed": [layers.Conv2D(32, 3, activation="relu"), layers.MaxPooling2D(),
             layers.Conv2D(64, 3, activation="relu"), layers.MaxPooling2D(), layers.Flatten(),
             layers.Dense(128, activation="relu"), layers.Dropout(0.5)],
    "normalized": relu_block(16) + [layers.MaxPooling2D()] + relu_block(32)
    + [layers.MaxPooling2D(), layers.Flatten()],
    "deep": relu_block(8) + relu_block(8) + relu_block(16, 2) + relu_block(16) + relu_block(32, 2)
    + relu_block(32) + [layers.Flatten(), layers.Dense(32, activation="gelu")],
    "depthwise": [layers.Conv2D(16, 3, activation="relu"), layers.DepthwiseConv2D(3),
                  layers.SeparableConv2D(32, 3, activation="silu"), layers.MaxPooling2D(),
                  layers.Flatten()],
    "pooled": [layers.Conv2D(32, 5, strides=2, activation="elu"),
               layers.Conv2D(64, 3, activation="relu"), layers.GlobalAveragePooling2D()],
    "colored": [layers.Conv2D(16, 3, activation="relu"), layers.AveragePooling2D(2),
                layers.Conv2D(32, 3, activation="relu"), layers.GlobalMaxPooling2D()],
}
keras.utils.set_random_seed(1)
for name, body in networks.items():
    images = colored if name == "colored" else digits
    model = keras.Sequential(
        [layers.Input(images.shape[1:]), layers.Rescaling(1 / 255), *body,
         layers.Dense(10, activation="softmax")])
    model.compile(keras.optimizers.Adam(3e-3), "sparse_categorical_crossentropy")
    model.fit(images[:2000], labels[:2000], batch_size=64, verbose=0)
    model.export(output / name, verbose=False)
    write(name, images, model.predict(images, batch_size=500, verbose=0))

kernel = tf.constant(chance.normal(size=(784, 10), scale=0.05), tf.float32)
some = digits[:1000]


class Linear(tf.Module):
    """One matrix product, with the ways in and out that programs choose."""

    def __init__(self):
        super().__init__()
        self.kernel = tf.Variable(kernel)

    def logits(self, pixels):
        return tf.matmul(tf.reshape(tf.cast(pixels, tf.float32) / 255, (-1, 784)), self.kernel)

    @tf.function(input_signature=[tf.TensorSpec((None, 28, 28), tf.uint8, "picture")])
    def of_bytes(self, picture):
        return {"scores": self.logits(picture)}

    @tf.function(input_signature=[tf.TensorSpec((None, 784), tf.float64, "flat")])
    def of_flat(self, flat):
        logits = tf.cast(self.logits(flat), tf.float64)
        return {"logits": logits, "probabilities": tf.nn.softmax(logits)}

    @tf.function(input_signature=[tf.TensorSpec((None, 28, 28, 1), tf.float32, "x")])
    def of_fractions(self, x):
        return self.logits(x * 255)

    @tf.function(input_signature=[tf.TensorSpec((16, 28, 28, 1), tf.int32, "x")])
    def of_sixteen(self, x):
        return tf.nn.softmax(self.logits(x))


linear = Linear()
expected = softmax(linear.logits(some))
tf.saved_model.save(linear, output / "bytes", signatures={"classify": linear.of_bytes})
tf.saved_model.save(linear, output / "flat", signatures=linear.of_flat)
tf.saved_model.save(linear, output / "fractions", signatures=linear.of_fractions)
tf.saved_model.save(linear, output / "sixteen", signatures=linear.of_sixteen)
tf.saved_model.save(
    linear, output / "several",
    signatures={"first": linear.of_bytes, "second": linear.of_sixteen})
tf.saved_model.save(linear, output / "none")
for name in ("bytes", "flat", "fractions", "sixteen"):
    write(name, some, expected)

with tf.Graph().as_default(), tf.compat.v1.Session() as session:
    image = tf.compat.v1.placeholder(tf.float32, (None, 28, 28, 1), "image")
    weight = tf.compat.v1.get_variable(
        "weight", initializer=kernel.numpy(), use_resource=False)
    scores = tf.nn.softmax(tf.matmul(tf.reshape(image / 255, (-1, 784)), weight))
    session.run(tf.compat.v1.global_variables_initializer())
    builder = tf.compat.v1.saved_model.Builder(str(output / "one"))
    signature = tf.compat.v1.saved_model.predict_signature_def({"images": image}, {"scores": scores})
    builder.add_meta_graph_and_variables(session, ["serve"], {"predict_images": signature})
    builder.save()
write("one", some, expected)
