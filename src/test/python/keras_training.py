"""Computes with Keras what Java's losses, metrics, optimizers and schedules must compute.

Argument: the directory into which to write losses.json, metrics.json, optimizers.json,
schedules.json and loss_scale.json; those of the tests are in src/test/resources/keras.
"""

import json
import math
import os
import re
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
import numpy as np
import tensorflow as tf
from keras import losses, metrics, optimizers
from keras.optimizers import schedules

CHECKED_STEPS = (1, 2, 10)


def numbers(array):
    """Row-major, each in the shortest form from which the same float32 is read."""
    return [float(str(value)) for value in np.asarray(array, np.float32).ravel()]


def loss_cases():
    labels = np.array([0, 1, 2, 3, 0, 1, 2], np.int32)
    logits = np.array(
        [[2.0, 1.0, 0.1, -1.0],
         [2.0, 1.0, 0.1, -1.0],
         [0.0, 0.0, 0.0, 0.0],
         [-0.5, 0.25, 3.0, 1.5],
         [30.0, -30.0, 0.0, 1.0],
         [30.0, -30.0, 0.0, 1.0],
         [-3.0, 2.0, 6.0, 5.5]], np.float32)
    functions = {
        "sparse_categorical_crossentropy":
            losses.SparseCategoricalCrossentropy(from_logits=True, reduction=None),
        "categorical_crossentropy":
            losses.CategoricalCrossentropy(from_logits=True, reduction=None),
        "categorical_crossentropy, smoothed": losses.CategoricalCrossentropy(
            from_logits=True, label_smoothing=0.1, reduction=None),
        "categorical_focal_crossentropy":
            losses.CategoricalFocalCrossentropy(from_logits=True, reduction=None),
        "categorical_focal_crossentropy, smoothed": losses.CategoricalFocalCrossentropy(
            alpha=0.5, gamma=1.5, from_logits=True, label_smoothing=0.1, reduction=None),
        "categorical_focal_crossentropy, not focused": losses.CategoricalFocalCrossentropy(
            alpha=1.0, gamma=0.0, from_logits=True, reduction=None),
    }
    cases = {}
    for name, function in functions.items():
        target = labels if name.startswith("sparse") else np.eye(4, dtype=np.float32)[labels]
        variable = tf.Variable(logits)
        with tf.GradientTape() as tape:
            values = function(target, variable)
        cases[name] = {
            "per_sample": numbers(values),
            "gradient": numbers(tape.gradient(values, variable)),
        }
    return {"labels": labels.tolist(), "logits": numbers(logits), "cases": cases}


def metric_cases():
    labels = np.array([0, 1, 2, 3, 4, 1, 3, 0], np.int32)
    logits = np.array(
        [[5, 4, 3, 2, 1],
         [5, 4, 3, 2, 1],
         [5, 4, 3, 2, 1],
         [5, 4, 3, 2, 1],
         [5, 4, 3, 2, 1],
         [1, 1, 1, 1, 1],
         [0, 2, 2, 2, 5],
         [2, 2, 0, 0, 0]], np.float32)
    cases = {"accuracy": numbers(metrics.sparse_categorical_accuracy(labels, logits))}
    for k in (1, 2, 3, 5, 7):
        cases[f"top {k}"] = numbers(metrics.sparse_top_k_categorical_accuracy(labels, logits, k=k))
    return {
        "labels": labels.tolist(),
        "logits": numbers(logits),
        "top_k_name": metrics.SparseTopKCategoricalAccuracy().name,
        "top_k_default": metrics.SparseTopKCategoricalAccuracy().k,
        "cases": cases,
    }


def schedule_cases():
    def one_cycle(maximum, steps, start=0.3, division=25.0, final_division=1e4):
        # Keras has none: the formula of PyTorch's OneCycleLR with cosine annealing.
        first, peak = maximum / division, start * steps - 1
        last = first / final_division

        def at(step):
            if step <= peak:
                return maximum + (first - maximum) / 2 * (1 + math.cos(math.pi * step / peak))
            done = min(step - peak, steps - 1 - peak) / (steps - 1 - peak)
            return last + (maximum - last) / 2 * (1 + math.cos(math.pi * done))
        return at

    constant = optimizers.SGD(0.01)
    cases = {
        "constant": lambda step: constant.learning_rate,
        "exponential": schedules.ExponentialDecay(0.1, 10, 0.9),
        "exponential, staircase": schedules.ExponentialDecay(0.1, 10, 0.5, staircase=True),
        "piecewise": schedules.PiecewiseConstantDecay([5, 10, 20], [0.1, 0.05, 0.01, 0.001]),
        "cosine": schedules.CosineDecay(0.1, 20),
        "cosine, alpha": schedules.CosineDecay(0.1, 20, alpha=0.1),
        "cosine, warm-up": schedules.CosineDecay(
            0.0, 15, alpha=0.01, warmup_target=0.2, warmup_steps=5),
        "polynomial": schedules.PolynomialDecay(0.1, 20),
        "polynomial, power": schedules.PolynomialDecay(0.1, 20, 0.01, power=2.0),
        "polynomial, cycle": schedules.PolynomialDecay(0.1, 10, 0.01, power=0.5, cycle=True),
        "one cycle": one_cycle(0.1, 20),
        "one cycle, steep": one_cycle(0.5, 21, start=0.25, division=10.0, final_division=100.0),
    }
    steps = (0, 1, 2, 3, 4, 5, 6, 9, 10, 11, 15, 18, 19, 20, 21, 22, 30, 1000)
    return {name: {str(step): numbers(at(step))[0] for step in steps}
            for name, at in cases.items()}


def optimizer_cases():
    random = np.random.default_rng(7)

    def draw(*shape):
        # Away from 0, where a relative error says little.
        return (random.uniform(0.2, 1.5, shape) * random.choice([-1, 1], shape)).astype(np.float32)

    start = {"kernel": draw(3, 2), "bias": draw(2)}
    # Of several sizes, so that clipping clips some and leaves others alone.
    scales = [0.3, 2, 0.05, 1, 0.6, 3, 0.01, 1.5, 0.2, 0.8]
    gradients = [{"kernel": draw(3, 2) * np.float32(scale), "bias": draw(2) * np.float32(scale)}
                 for scale in scales]
    cases = {
        "sgd": optimizers.SGD(0.05),
        "sgd, momentum": optimizers.SGD(0.02, momentum=0.9),
        "sgd, nesterov": optimizers.SGD(0.02, momentum=0.9, nesterov=True),
        "adam": optimizers.Adam(0.001),
        "adam, betas": optimizers.Adam(0.01, beta_1=0.8, beta_2=0.95, epsilon=1e-3),
        "adamw": optimizers.AdamW(0.001),
        "adamw, decay": optimizers.AdamW(0.01, weight_decay=0.5, beta_1=0.8, beta_2=0.95),
        "rmsprop": optimizers.RMSprop(0.001),
        "rmsprop, momentum": optimizers.RMSprop(0.002, rho=0.8, momentum=0.5, epsilon=1e-3),
        "rmsprop, centered": optimizers.RMSprop(0.002, centered=True),
        "rmsprop, centered momentum": optimizers.RMSprop(0.001, momentum=0.9, centered=True),
        "nadam": optimizers.Nadam(0.001),
        "nadam, betas": optimizers.Nadam(0.01, beta_1=0.8, beta_2=0.95, epsilon=1e-3),
        "clipvalue": optimizers.SGD(0.05, clipvalue=0.4),
        "clipnorm": optimizers.SGD(0.05, clipnorm=0.7),
        "global_clipnorm": optimizers.SGD(0.05, global_clipnorm=1.0),
        "adam, global_clipnorm": optimizers.Adam(0.01, epsilon=0.1, global_clipnorm=0.5),
        "average": optimizers.SGD(0.05, use_ema=True),
        "adamw, average": optimizers.AdamW(
            0.01, weight_decay=0.5, use_ema=True, ema_momentum=0.6),
        "sgd, exponential": optimizers.SGD(schedules.ExponentialDecay(0.1, 2, 0.7)),
        "adamw, cosine": optimizers.AdamW(
            schedules.CosineDecay(0.001, 6, warmup_target=0.01, warmup_steps=3), weight_decay=0.5),
        "nadam, piecewise": optimizers.Nadam(
            schedules.PiecewiseConstantDecay([0, 4], [0.01, 0.005, 0.001])),
    }
    constraints = {}
    # Bounds that these weights come to lie beyond.
    for name, kernel, bias in (
        ("max_norm", keras.constraints.MaxNorm(1.25), keras.constraints.MaxNorm(0.5)),
        ("max_norm of rows", keras.constraints.MaxNorm(1.0, axis=-1), None),
        ("non_neg", keras.constraints.NonNeg(), keras.constraints.NonNeg()),
        ("unit_norm", keras.constraints.UnitNorm(), keras.constraints.UnitNorm(axis=-1)),
        ("unit_norm of all", keras.constraints.UnitNorm(axis=[0, 1]), None),
        ("min_max_norm", keras.constraints.MinMaxNorm(), keras.constraints.MinMaxNorm(2.0, 3.0)),
        ("min_max_norm, rate", keras.constraints.MinMaxNorm(1.5, 1.75, rate=0.3, axis=[1]),
         keras.constraints.MinMaxNorm(0.25, 0.5, rate=0.99)),
    ):
        for kind, optimizer in (("sgd", optimizers.SGD(0.05)), ("adam", optimizers.Adam(0.01))):
            cases[f"{kind}, {name}"] = optimizer
            constraints[f"{kind}, {name}"] = {"kernel": kernel, "bias": bias}
    cases["average, max_norm"] = optimizers.SGD(0.05, use_ema=True, ema_momentum=0.6)
    constraints["average, max_norm"] = {"kernel": keras.constraints.MaxNorm(1.25)}

    results = {}
    for name, optimizer in cases.items():
        weights = {key: keras.Variable(value) for key, value in start.items()}
        for key, constraint in constraints.get(name, {}).items():
            weights[key].constraint = constraint
        results[name] = {}
        for step, gradient in enumerate(gradients, 1):
            optimizer.apply([gradient[key] for key in weights], list(weights.values()))
            if step in CHECKED_STEPS:
                state = {key: numbers(weight) for key, weight in weights.items()}
                if optimizer.use_ema:
                    averages = optimizer._model_variables_moving_average
                    for key, average in zip(weights, averages):
                        state[f"{key}/average"] = numbers(average)
                results[name][str(step)] = state
        if optimizer.use_ema:
            optimizer.finalize_variable_values(list(weights.values()))
            results[name]["finished"] = {key: numbers(weight) for key, weight in weights.items()}
    return {
        "start": {key: numbers(value) for key, value in start.items()},
        "gradients": [{key: numbers(value) for key, value in gradient.items()}
                      for gradient in gradients],
        "cases": results,
    }


def loss_scale_case():
    """Gradients of a scaled loss, some of which overflow."""
    random = np.random.default_rng(11)
    start = random.uniform(0.5, 1.5, 4).astype(np.float32)
    overflows = ["", "", "", "inf", "", "", "nan", "inf", "", "", "", "", "", "", ""]
    gradients = random.uniform(0.2, 1.0, (len(overflows), 4)).astype(np.float32)
    optimizer = optimizers.LossScaleOptimizer(optimizers.Adam(0.01), dynamic_growth_steps=3)
    weight = keras.Variable(start)
    optimizer.build([weight])
    steps = []
    for gradient, overflow in zip(gradients, overflows):
        scaled = gradient * np.float32(optimizer.dynamic_scale)
        if overflow:
            scaled[2] = float(overflow)
        optimizer.apply([tf.constant(scaled)], [weight])
        steps.append({
            "gradient": numbers(gradient),
            "overflow": overflow,
            "weight": numbers(weight),
            "dynamic_scale": numbers(optimizer.dynamic_scale),
            "step_counter": numbers(optimizer.step_counter),
            "updates": numbers(optimizer.inner_optimizer.iterations),
        })
    return {"start": numbers(start), "steps": steps}


def write(directory, name, content):
    with open(os.path.join(directory, name), "w", encoding="utf-8") as file:
        text = json.dumps(content, indent=1)
        # A line a list.
        file.write(re.sub(r"\[[^][{}]*\]", lambda list: " ".join(list.group().split()), text) + "\n")


(directory,) = sys.argv[1:]
write(directory, "losses.json", loss_cases())
write(directory, "metrics.json", metric_cases())
write(directory, "schedules.json", schedule_cases())
write(directory, "optimizers.json", optimizer_cases())
write(directory, "loss_scale.json", loss_scale_case())
