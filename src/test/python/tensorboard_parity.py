"""Reads event files with TensorBoard's own reader and compares them with what Keras writes.

Arguments: the directory that Java wrote; a JSON file of the epochs' logs, the learning rate after
each epoch, the steps an epoch, and the weights after each epoch; a directory for Keras. Prints a line a
check; fails on the first that does not hold.
"""

import json
import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import keras
import numpy as np
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.util import tensor_util


def check(name, holds, detail=""):
    print(f"{name}: {'ok' if holds else 'FAILED'} {detail}")
    if not holds:
        sys.exit(1)


def write(directory, run):
    """What Keras's callback makes of the same run."""
    layer = keras.layers.Dense(4, name="dense")
    model = keras.Sequential([keras.Input((100,)), layer])
    model.compile("sgd", "mse")
    callback = keras.callbacks.TensorBoard(
        directory, histogram_freq=run["histogram_freq"], write_graph=False
    )
    callback.set_model(model)
    callback.on_train_begin()
    for epoch, logs in enumerate(run["epochs"]):
        callback.on_epoch_begin(epoch)
        model.optimizer.iterations.assign((epoch + 1) * run["steps"])
        callback.on_test_begin()
        callback.on_test_end({k[4:]: v for k, v in logs.items() if k.startswith("val_")})
        for weight in layer.weights:
            values = np.array(run["weights"][epoch]["dense/" + weight.name], "float32")
            weight.assign(values.reshape(weight.shape))
        model.optimizer.learning_rate = run["learning_rates"][epoch]
        callback.on_epoch_end(epoch, logs)
    callback.on_train_end()


def read(directory):
    events = EventAccumulator(directory, {"tensors": 0}).Reload()
    result = {}
    for tag in events.Tags()["tensors"]:
        plugin = events.SummaryMetadata(tag).plugin_data.plugin_name
        # Keras's weights are called after its model, too.
        result[tag.removeprefix("sequential/")] = (
            plugin,
            [(e.step, tensor_util.make_ndarray(e.tensor_proto)) for e in events.Tensors(tag)],
        )
    return result


def same(mine, keras):
    return (
        mine.dtype == keras.dtype
        and mine.shape == keras.shape
        and np.allclose(mine, keras, rtol=1e-12, atol=1e-15, equal_nan=True)
    )


java, run_file, reference = sys.argv[1:]
with open(run_file, encoding="utf-8") as file:
    run = json.load(file)
write(reference, run)
for part in ("train", "validation"):
    mine = read(os.path.join(java, part))
    theirs = read(os.path.join(reference, part))
    check(f"{part} tags", set(mine) == set(theirs), sorted(set(mine) ^ set(theirs)))
    for tag, (plugin, points) in theirs.items():
        check(f"{part} {tag} plugin", mine[tag][0] == plugin, (mine[tag][0], plugin))
        steps = [step for step, _ in mine[tag][1]]
        check(f"{part} {tag} steps", steps == [step for step, _ in points], steps)
        for (step, value), (_, expected) in zip(mine[tag][1], points):
            check(f"{part} {tag} at {step}", same(value, expected), f"{value}\n{expected}"[:400])
