"""Computes with Keras what the layers and initializers of the Java side are compared with.

Usage: keras_layers.py DIRECTORY           writes layers.json, resnet.json and initializers.json
       keras_layers.py --check DIRECTORY   fails where Keras computes other numbers than these hold
"""

import json
import os
import sys
import zlib

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import tensorflow as tf
from keras import layers

TOLERANCE = 1e-6


def short(array):
    """Floats in the fewest digits that give the same float32 again, row-major."""
    return [float(str(value)) for value in np.asarray(array, np.float32).ravel()]


def architecture(model):
    """The model's config, without what can be computed from the rest of it."""

    def strip(json_value):
        if isinstance(json_value, dict):
            return {
                key: strip(value)
                for key, value in json_value.items()
                if key not in ("build_config", "compile_config")
            }
        return [strip(value) for value in json_value] if isinstance(json_value, list) else json_value

    return strip(json.loads(model.to_json()))


def name_of(model, variable):
    """The name of a weight within a model, such as conv2d/kernel."""
    return next(
        f"{layer.name}/{variable.name}"
        for layer in model.layers
        if any(variable is weight for weight in layer.weights)
    )


def values_by_name(model, variables):
    return {name_of(model, variable): short(variable.numpy()) for variable in variables}


def set_random_weights(model, random):
    for variable in model.weights:
        value = random.uniform(-1, 1, variable.shape)
        if variable.name == "moving_variance":
            value = np.abs(value) + 0.5
        variable.assign(np.round(value, 2))


def results(model, images, upstream, training):
    with tf.GradientTape() as tape:
        tape.watch(images)
        output = model(images, training=training)
        score = tf.reduce_sum(output * upstream)
    trainable = list(model.trainable_variables)
    gradients = tape.gradient(score, [images] + [variable.value for variable in trainable])
    return {
        "output": short(output),
        "gradients": {
            "input": short(gradients[0]),
            **{
                name_of(model, variable): short(gradient)
                for variable, gradient in zip(trainable, gradients[1:])
            },
        },
    }


def layer_case(name, make, shape):
    """One case: `make` adds layers to an image, or gives the layers of a sequential model."""
    keras.utils.clear_session()
    random = np.random.RandomState(zlib.crc32(name.encode()) % 2**31)
    if make in GRAPHS:
        image = keras.Input(shape)
        model = keras.Model(image, make(image))
    else:
        made = make()
        stack = made if isinstance(made, list) else [made]
        model = keras.Sequential([keras.Input(shape), *stack])
    set_random_weights(model, random)
    # Values that are all different, so that a maximum is at one place.
    count = 2 * int(np.prod(shape))
    values = (random.permutation(count) - count / 2 + 0.5) * (4 / count)
    images = tf.constant(np.round(values, 3).reshape((2, *shape)), tf.float32)
    upstream = np.round(random.uniform(-1, 1, (2, *model.output_shape[1:])), 2)
    upstream = tf.constant(upstream, tf.float32)
    case = {
        "name": name,
        "config": architecture(model),
        "weights": values_by_name(model, model.weights),
        "input": short(images),
        "upstream": short(upstream),
        "penalty": float(sum(float(loss) for loss in model.losses)),
        "inference": results(model, images, upstream, False),
    }
    statistics = [variable for variable in model.weights if "moving" in variable.name]
    if statistics:
        case["training"] = results(model, images, upstream, True)
        case["training"]["statistics"] = values_by_name(model, statistics)
    return case


IMAGE = (5, 6, 2)


def frozen(layer):
    layer.trainable = False
    return layer


def block(image):
    """What a residual block does: a convolution, and what went into it."""
    value = layers.Conv2D(2, 3, padding="same", activation="relu")(image)
    return layers.Activation("relu")(layers.Add()([image, value]))


def branches(image):
    left = layers.Conv2D(1, 1, activation="tanh")(image)
    right = layers.Rescaling(0.5, 0.25)(image)
    return layers.Flatten()(layers.Concatenate()([left, image, right]))


def sums(image):
    left = layers.Rescaling(2.0)(image)
    right = layers.Rescaling(-0.5, 1.0)(image)
    return layers.Flatten()(layers.Add()([left, image, right]))


def means(image):
    left = layers.Rescaling(2.0)(image)
    right = layers.Rescaling(-0.5, 1.0)(image)
    return layers.Flatten()(layers.Average()([left, image, right]))


def ensemble(row):
    members = [layers.Dense(3, activation="softmax")(row) for _ in range(2)]
    return layers.Average()(members)


GRAPHS = (block, branches, sums, means, ensemble)
L1 = keras.regularizers.L1(0.25)
L2 = keras.regularizers.L2(0.5)
L1L2 = keras.regularizers.L1L2(0.125, 0.25)
CASES = [
    ("rescaling", lambda: layers.Rescaling(1 / 255), IMAGE),
    ("rescaling with offset", lambda: layers.Rescaling(2.0, -0.5), (4,)),
    ("flatten", lambda: layers.Flatten(), IMAGE),
    ("flatten of a row", lambda: layers.Flatten(), (4,)),
    ("dropout", lambda: layers.Dropout(0.5), (4,)),
    ("spatial dropout", lambda: layers.SpatialDropout2D(0.25), (3, 2, 2)),
    ("dense", lambda: layers.Dense(3), (5,)),
    ("dense softmax", lambda: layers.Dense(3, activation="softmax"), (5,)),
    ("dense without bias", lambda: layers.Dense(4, use_bias=False, kernel_regularizer=L1), (3,)),
    ("dense with settings",
     lambda: layers.Dense(2, activation="swish", kernel_initializer="he_normal",
                          bias_initializer=keras.initializers.RandomUniform(-0.5, 0.5),
                          kernel_regularizer=L1L2, bias_regularizer=L2), (3,)),
    ("dense frozen", lambda: frozen(layers.Dense(2, kernel_regularizer=L2)), (3,)),
    ("conv", lambda: layers.Conv2D(3, 3), IMAGE),
    ("conv relu same", lambda: layers.Conv2D(3, 3, padding="same", activation="relu"), IMAGE),
    ("conv even kernel same", lambda: layers.Conv2D(2, (2, 4), padding="same"), IMAGE),
    ("conv strides", lambda: layers.Conv2D(2, (2, 3), strides=(2, 1)), IMAGE),
    ("conv strides same",
     lambda: layers.Conv2D(2, 3, strides=2, padding="same", use_bias=False,
                           kernel_regularizer=L2), IMAGE),
    ("conv strides over the kernel", lambda: layers.Conv2D(2, 1, strides=(3, 2)), IMAGE),
    ("conv dilated", lambda: layers.Conv2D(2, 2, dilation_rate=(2, 3)), IMAGE),
    ("conv dilated same",
     lambda: layers.Conv2D(2, 3, dilation_rate=(2, 1), padding="same", activation="elu"), IMAGE),
    ("conv groups", lambda: layers.Conv2D(4, 3, groups=2, padding="same"), (4, 3, 4)),
    ("conv groups dilated",
     lambda: layers.Conv2D(2, 2, groups=2, dilation_rate=2, kernel_initializer="glorot_normal"),
     (4, 5, 2)),
    ("conv with settings",
     lambda: layers.Conv2D(2, 1, kernel_initializer=keras.initializers.TruncatedNormal(0.5, 0.25),
                           bias_initializer="ones", kernel_regularizer=L1L2, bias_regularizer=L1),
     (2, 3, 1)),
    ("depthwise", lambda: layers.DepthwiseConv2D(3), IMAGE),
    ("depthwise multiplied same",
     lambda: layers.DepthwiseConv2D((2, 3), depth_multiplier=2, padding="same",
                                    activation="relu", depthwise_initializer="he_uniform"), IMAGE),
    ("depthwise strides",
     lambda: layers.DepthwiseConv2D(3, strides=2, padding="same", use_bias=False,
                                    depthwise_regularizer=L2), IMAGE),
    ("depthwise dilated",
     lambda: layers.DepthwiseConv2D(2, dilation_rate=(3, 2), bias_regularizer=L1), IMAGE),
    ("depthwise dilated same", lambda: layers.DepthwiseConv2D(3, dilation_rate=2, padding="same"),
     IMAGE),
    ("depthwise strides dilated",
     lambda: layers.DepthwiseConv2D(2, strides=(2, 1), dilation_rate=2, padding="same",
                                    depth_multiplier=2), IMAGE),
    ("depthwise strides dilated valid",
     lambda: layers.DepthwiseConv2D(2, strides=2, dilation_rate=(2, 1)), IMAGE),
    ("separable", lambda: layers.SeparableConv2D(3, 3), IMAGE),
    ("separable multiplied same",
     lambda: layers.SeparableConv2D(3, (2, 3), depth_multiplier=2, padding="same",
                                    activation="gelu", pointwise_initializer="lecun_normal",
                                    depthwise_regularizer=L1, pointwise_regularizer=L2), IMAGE),
    ("separable strides",
     lambda: layers.SeparableConv2D(2, 3, strides=2, use_bias=False,
                                    depthwise_initializer="lecun_uniform"), IMAGE),
    ("separable strides dilated",
     lambda: layers.SeparableConv2D(2, 2, strides=2, dilation_rate=2, padding="same",
                                    bias_regularizer=L2), IMAGE),
    ("dense with constraints",
     lambda: layers.Dense(2, kernel_constraint=keras.constraints.MaxNorm(),
                          bias_constraint="non_neg"), (3,)),
    ("conv with constraints",
     lambda: layers.Conv2D(2, 1, kernel_constraint=keras.constraints.UnitNorm(axis=[0, 1, 2]),
                           bias_constraint=keras.constraints.MinMaxNorm()), (2, 3, 1)),
    ("depthwise with constraints",
     lambda: layers.DepthwiseConv2D(1, depthwise_constraint=keras.constraints.MaxNorm(1.5, [0, 1]),
                                    bias_constraint=keras.constraints.NonNeg()), (2, 3, 1)),
    ("separable with constraints",
     lambda: layers.SeparableConv2D(
         2, 1, depthwise_constraint="unit_norm",
         pointwise_constraint=keras.constraints.MinMaxNorm(0.5, 2, rate=0.75, axis=-2),
         bias_constraint=keras.constraints.MaxNorm(3)), (2, 3, 1)),
    ("batch normalization with constraints",
     lambda: layers.BatchNormalization(beta_constraint=keras.constraints.MaxNorm(0.5),
                                       gamma_constraint=keras.constraints.NonNeg()), (2, 3, 2)),
    ("prelu", lambda: layers.PReLU(), (4,)),
    ("prelu of an image", lambda: layers.PReLU(alpha_regularizer=L1L2), (2, 3, 2)),
    ("prelu with shared axes",
     lambda: layers.PReLU(alpha_initializer="he_normal", alpha_regularizer=L2,
                          alpha_constraint="non_neg", shared_axes=[1, 2]), IMAGE),
    ("prelu with a shared axis", lambda: frozen(layers.PReLU(shared_axes=2)), (2, 3, 2)),
    ("max pooling", lambda: layers.MaxPooling2D(), IMAGE),
    ("max pooling same", lambda: layers.MaxPooling2D(2, padding="same"), (5, 3, 2)),
    ("max pooling strides", lambda: layers.MaxPooling2D((3, 2), strides=(1, 2)), IMAGE),
    ("max pooling overlapping same", lambda: layers.MaxPooling2D(3, strides=2, padding="same"),
     IMAGE),
    ("average pooling", lambda: layers.AveragePooling2D(2), IMAGE),
    ("average pooling same", lambda: layers.AveragePooling2D(2, padding="same"), (5, 3, 2)),
    ("average pooling strides",
     lambda: layers.AveragePooling2D((2, 3), strides=(2, 1), padding="same"), IMAGE),
    ("global average pooling", lambda: layers.GlobalAveragePooling2D(), IMAGE),
    ("global max pooling", lambda: layers.GlobalMaxPooling2D(), IMAGE),
    ("batch normalization", lambda: layers.BatchNormalization(), IMAGE),
    ("batch normalization of a row", lambda: layers.BatchNormalization(), (3,)),
    ("batch normalization of rows", lambda: layers.BatchNormalization(), (4, 3)),
    ("batch normalization with settings",
     lambda: layers.BatchNormalization(axis=3, momentum=0.75, epsilon=0.125, scale=False,
                                       beta_initializer="random_normal", beta_regularizer=L2),
     (3, 2, 2)),
    ("batch normalization without center",
     lambda: layers.BatchNormalization(center=False, gamma_initializer="zeros",
                                       gamma_regularizer=L1), (3, 2, 2)),
    ("batch normalization bare", lambda: layers.BatchNormalization(center=False, scale=False),
     (3, 2, 2)),
    ("batch normalization frozen", lambda: frozen(layers.BatchNormalization()), (3, 2, 2)),
    *[
        (f"activation {name}", lambda name=name: layers.Activation(name), (24,))
        for name in ("linear", "relu", "relu6", "leaky_relu", "elu", "selu", "gelu", "silu",
                     "hard_silu", "mish", "sigmoid", "hard_sigmoid", "tanh", "softsign",
                     "softplus", "exponential", "softmax")
    ],
    # What changes only beyond the 2 that the values of a case go up to.
    *[
        (f"activation {name} of large values",
         lambda name=name: [layers.Rescaling(8.0), layers.Activation(name)], (24,))
        for name in ("relu6", "hard_sigmoid", "hard_silu", "softplus")
    ],
    ("activation softmax of an image", lambda: layers.Activation("softmax"), (2, 2, 3)),
    ("residual block", block, IMAGE),
    ("branches", branches, (2, 3, 2)),
    ("sums", sums, (2, 3, 1)),
    ("means", means, (2, 3, 1)),
    ("ensemble", ensemble, (4,)),
]


def initializer_case(make):
    shape = (3, 5, 40, 60)
    constant = make in (keras.initializers.Zeros, keras.initializers.Ones)
    value = np.asarray((make() if constant else make(seed=7))(shape))
    return {
        "config": keras.saving.serialize_keras_object(make()),
        "shape": shape,
        "mean": float(value.mean(dtype=np.float64)),
        "std": float(value.std(dtype=np.float64)),
        "quantiles": short(np.quantile(value, np.linspace(0, 1, 21))),
    }


def resnet():
    """A network with everything that a residual network has, and predictions of it."""
    keras.utils.clear_session()
    random = np.random.RandomState(20)
    image = keras.Input((12, 12, 1))
    value = layers.Rescaling(1 / 255)(image)
    value = layers.Conv2D(4, 3, padding="same", use_bias=False, kernel_initializer="he_normal")(value)
    value = layers.BatchNormalization()(value)
    value = layers.Activation("relu")(value)
    for filters, strides in ((4, 1), (8, 2)):
        shortcut = value
        if strides != 1:
            shortcut = layers.Conv2D(filters, 1, strides=strides, use_bias=False)(value)
            shortcut = layers.BatchNormalization()(shortcut)
        value = layers.Conv2D(filters, 3, strides=strides, padding="same", use_bias=False)(value)
        value = layers.BatchNormalization()(value)
        value = layers.Activation("relu")(value)
        value = layers.Conv2D(filters, 3, padding="same", use_bias=False)(value)
        value = layers.BatchNormalization(gamma_initializer="zeros")(value)
        value = layers.Activation("relu")(layers.Add()([shortcut, value]))
    value = layers.GlobalAveragePooling2D()(value)
    value = layers.Dropout(0.25)(value)
    model = keras.Model(image, layers.Dense(10, activation="softmax", name="digits")(value))
    set_random_weights(model, random)
    images = random.randint(0, 256, (8, 12, 12, 1))
    return {
        "config": architecture(model),
        "weights": values_by_name(model, model.weights),
        "input": images.ravel().tolist(),
        "probabilities": short(model(tf.constant(images, tf.float32), training=False)),
    }


def files():
    names = keras.initializers
    return {
        "layers.json": [layer_case(*case) for case in CASES],
        "resnet.json": [resnet()],
        "initializers.json": [
            initializer_case(make)
            for make in (names.Zeros, names.Ones, names.RandomUniform, names.RandomNormal,
                         names.TruncatedNormal, names.GlorotUniform, names.GlorotNormal,
                         names.HeUniform, names.HeNormal, names.LecunUniform, names.LecunNormal)
        ],
    }


def difference(expected, actual, place):
    """Where two JSON values differ by more than the tolerance, or None."""
    if isinstance(expected, (dict, list, tuple)):
        keys = expected.keys() if isinstance(expected, dict) else range(len(expected))
        if type(expected) is not type(actual) or len(expected) != len(actual):
            return f"{place}: {expected} and {actual}"
        found = (difference(expected[key], actual[key], f"{place}/{key}") for key in keys)
        return next((text for text in found if text), None)
    if isinstance(expected, float) and isinstance(actual, float):
        same = abs(expected - actual) <= TOLERANCE * (1 + abs(expected))
    else:
        same = expected == actual
    return None if same else f"{place}: {expected} and {actual}"


def main():
    *options, directory = sys.argv[1:]
    for name, cases in files().items():
        path = os.path.join(directory, name)
        if options == ["--check"]:
            with open(path, encoding="utf-8") as file:
                found = difference(json.load(file), json.loads(json.dumps(cases)), name)
            if found:
                sys.exit(f"{path} differs from what Keras computes: {found}")
            print(f"{name}: ok")
        else:
            lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
            with open(path, "w", encoding="utf-8") as file:
                file.write(f"[\n{lines}\n]\n")


main()
