"""The Python side of .keras files. Images are bytes in a file, labels bytes in another.

write DIR IMAGES LABELS STEPS: trains a little, saves and describes one model of each architecture
check FILE IMAGES LABELS PROBABILITIES RESAVED: loads a model, compares, saves it again, trains on
go_on FILE IMAGES LABELS BATCHES SIZE GONE_ON: loads a model, trains on these batches, saves it
resave DIR OTHER: loads every model in a directory, of two steps of training, and saves it elsewhere
"""

import sys
from pathlib import Path

import keras
import numpy as np
from keras import constraints, layers, optimizers

CLASSES = 10
FIRST_STEPS = 6
BATCH = 32


def read(images, labels, shape=(28, 28, 1)):
    pixels = np.fromfile(images, np.uint8).reshape(-1, *shape).astype(np.float32)
    return pixels, np.fromfile(labels, np.uint8)


def coloured(pixels):
    """The digits in red, green or blue on a black ground of 32 x 32."""
    colour = np.zeros((len(pixels), 32, 32, 3), np.float32)
    for i in range(3):
        colour[i::3, 2:30, 2:30, i] = pixels[i::3, :, :, 0]
    return colour


def seed():
    return keras.Sequential(
        [
            layers.Input((28, 28, 1)),
            layers.Rescaling(1 / 255),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(CLASSES, activation="softmax"),
        ]
    )


def batch_norm():
    model = keras.Sequential([layers.Input((28, 28, 1)), layers.Rescaling(1 / 255)])
    for filters in (8, 16):
        model.add(layers.Conv2D(filters, 3, use_bias=False))
        model.add(layers.BatchNormalization(momentum=0.9))
        model.add(layers.Activation("relu"))
        model.add(layers.MaxPooling2D(2))
    model.add(layers.Flatten())
    model.add(layers.Dense(CLASSES, activation="softmax"))
    return model


def deep():
    """Its layers have names of their own, which are not where the file keeps the weights."""
    model = keras.Sequential([layers.Input((28, 28, 1)), layers.Rescaling(1 / 255)])
    for i in range(6):
        model.add(
            layers.Conv2D(
                8, 3, padding="same", activation="relu", kernel_initializer="he_normal",
                kernel_regularizer="l2", name=f"deep.{i}",
            )
        )
        if i % 2:
            model.add(layers.MaxPooling2D(2, name=f"half.{i}"))
    model.add(layers.Flatten(name="flat"))
    model.add(layers.Dense(32, activation="elu", name="hidden"))
    model.add(layers.Dense(CLASSES, activation="softmax", name="digits"))
    return model


def depthwise():
    return keras.Sequential(
        [
            layers.Input((28, 28, 1)),
            layers.Rescaling(1 / 127.5, offset=-1),
            layers.Conv2D(8, 3, strides=2, activation="relu"),
            layers.DepthwiseConv2D(3, depth_multiplier=2, activation="relu"),
            layers.SeparableConv2D(16, 3, activation="silu"),
            layers.AveragePooling2D(2),
            layers.Flatten(),
            layers.Dense(CLASSES, activation="softmax"),
        ]
    )


def global_pooling():
    """Functional, with branches of different lengths, one of which is frozen."""
    image = layers.Input((28, 28, 1))
    scaled = layers.Rescaling(1 / 255)(image)
    short = layers.Conv2D(8, 3, padding="same", name="short")(scaled)
    long = layers.Conv2D(8, 3, padding="same", activation="relu", name="long1")(scaled)
    frozen = layers.Conv2D(8, 5, padding="same", name="frozen", trainable=False)(scaled)
    long = layers.Conv2D(8, 3, padding="same", name="long2")(long)
    x = layers.Add()([long, short])
    x = layers.Concatenate()([frozen, x])
    x = layers.Activation("relu")(x)
    average = layers.GlobalAveragePooling2D()(x)
    largest = layers.GlobalMaxPooling2D()(x)
    x = layers.Concatenate()([average, largest])
    return keras.Model(image, layers.Dense(CLASSES, activation="softmax")(x))


def constrained():
    """Bounds of every kind on weights of every kind, one of which is frozen."""
    filters = [0, 1, 2]
    return keras.Sequential(
        [
            layers.Input((28, 28, 1)),
            layers.Rescaling(1 / 255),
            layers.Conv2D(
                8, 3, strides=2, activation="softplus", bias_constraint="non_neg",
                kernel_constraint=constraints.MaxNorm(0.75, axis=filters),
            ),
            layers.BatchNormalization(
                beta_constraint=constraints.MaxNorm(0.05), gamma_constraint="non_neg",
            ),
            layers.Conv2D(
                8, 1, kernel_constraint=constraints.UnitNorm(axis=filters), trainable=False,
            ),
            layers.DepthwiseConv2D(
                3, depthwise_constraint=constraints.UnitNorm(axis=[0, 1]),
                bias_constraint="non_neg",
            ),
            layers.SeparableConv2D(
                16, 3, activation="hard_silu", depthwise_constraint=constraints.MinMaxNorm(
                    0.5, 0.75, rate=0.9, axis=[0, 1]),
                pointwise_constraint=constraints.MaxNorm(0.8, axis=filters),
                bias_constraint=constraints.MaxNorm(0.02),
            ),
            layers.GlobalAveragePooling2D(),
            layers.Dense(
                CLASSES, activation="softmax", kernel_constraint=constraints.MinMaxNorm(0.9, 1.1),
                bias_constraint="non_neg",
            ),
        ]
    )


def colour():
    return keras.Sequential(
        [
            layers.Input((32, 32, 3)),
            layers.Rescaling(1 / 255),
            layers.Conv2D(8, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(16, 3, dilation_rate=2, activation="relu"),
            layers.GlobalAveragePooling2D(),
            layers.Dense(CLASSES, activation="softmax"),
        ]
    )


SPARSE = "sparse_categorical_crossentropy"
ARCHITECTURES = {
    "seed": (seed, "adam", SPARSE),
    "batch_norm": (
        batch_norm,
        optimizers.SGD(optimizers.schedules.CosineDecay(0.05, 100), momentum=0.9, nesterov=True),
        keras.losses.SparseCategoricalCrossentropy(),
    ),
    "deep": (deep, optimizers.AdamW(2e-3, weight_decay=0.01, clipnorm=1.0), SPARSE),
    "depthwise": (depthwise, optimizers.RMSprop(1e-3, momentum=0.5, centered=True), SPARSE),
    "global_pooling": (global_pooling, optimizers.Nadam(3e-3), SPARSE),
    "constrained": (constrained, optimizers.Adam(5e-3), SPARSE),
    "colour": (
        colour,
        optimizers.Adam(1e-3, use_ema=True, ema_momentum=0.9),
        keras.losses.CategoricalCrossentropy(label_smoothing=0.1),
    ),
}


def as_the_loss_wants(model, labels):
    if isinstance(model.loss, keras.losses.CategoricalCrossentropy):
        return np.eye(CLASSES, dtype=np.float32)[labels]
    return labels


def steps(model, pixels, labels, batches):
    labels = as_the_loss_wants(model, labels)
    return [float(model.train_on_batch(pixels[b], labels[b])[0]) for b in batches]


def write(directory, images, labels, count):
    pixels, labels = read(images, labels)
    batches = np.arange((FIRST_STEPS + int(count)) * BATCH).reshape(-1, BATCH)
    for name, (architecture, optimizer, loss) in ARCHITECTURES.items():
        keras.utils.set_random_seed(7)
        own = coloured(pixels) if name == "colour" else pixels
        model = architecture()
        model.compile(optimizer, loss, metrics=["accuracy"])
        steps(model, own, labels, batches[:FIRST_STEPS])
        model.save(directory / f"{name}.keras")
        model.save_weights(directory / f"{name}.weights.h5")
        model.predict(own, batch_size=500, verbose=0).tofile(directory / f"{name}.probabilities")
        steps(model, own, labels, batches[FIRST_STEPS:])
        model.save(directory / f"{name}.gone_on.keras")
        print(f"{name}: ok")


def check(file, images, labels, probabilities, resaved):
    model = keras.models.load_model(file)
    assert model.compiled and model.optimizer.built, "a compiled model"
    pixels, labels = read(images, labels, model.input_shape[1:])
    expected = np.fromfile(probabilities, np.float32).reshape(len(pixels), -1)
    difference = np.abs(model.predict(pixels, batch_size=500, verbose=0) - expected).max()
    assert difference < 1e-5, f"probabilities differ by {difference}"
    model.save(resaved)
    before = int(model.optimizer.iterations)
    labels = as_the_loss_wants(model, labels)
    loss = model.evaluate(pixels, labels, batch_size=500, verbose=0)[0]
    history = model.fit(pixels, labels, batch_size=100, verbose=0).history
    assert int(model.optimizer.iterations) == before + len(pixels) // 100
    assert history["loss"][0] < 2 * loss, f"{history} after {loss}: it begins anew"
    print(f"{type(model).__name__} {type(model.optimizer).__name__} at step {before}: ok")


def go_on(file, images, labels, batches, size, gone_on):
    model = keras.models.load_model(file)
    pixels, labels = read(images, labels, model.input_shape[1:])
    indices = np.fromfile(batches, "<i4").reshape(-1, int(size))
    print(steps(model, pixels, labels, indices))
    model.save(gone_on)


def resave(directory, other):
    for file in sorted(directory.glob("*.keras")):
        model = keras.models.load_model(file)
        assert model.compiled and model.optimizer.built and int(model.optimizer.iterations) == 2
        model.save(Path(other) / file.name)


command, *arguments = sys.argv[1:]
commands = {"write": write, "check": check, "go_on": go_on, "resave": resave}
commands[command](Path(arguments[0]), *arguments[1:])
