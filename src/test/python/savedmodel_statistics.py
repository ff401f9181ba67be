"""Runs a SavedModel with statistics and compares with the probabilities that Keras computed.

Arguments: the model's directory, a file of cases as keras_layers.py writes it. Prints the names of
the variables that are trained and of those that are not; fails if probabilities differ.
"""

import json
import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
import tensorflow as tf

directory, cases = sys.argv[1:]
with open(cases, encoding="utf-8") as file:
    (case,) = json.load(file)
model = tf.saved_model.load(directory)
images = np.reshape(case["input"], (-1, 12, 12, 1)).astype(np.float32)
expected = np.reshape(case["probabilities"], (-1, 10))
for result in (
    model.serve(images),
    model.signatures["serving_default"](image=tf.constant(images))["probabilities"],
):
    difference = np.abs(result.numpy() - expected).max()
    if difference > 1e-5:
        sys.exit(f"probabilities differ by {difference}")
print("probabilities: ok")


def names(variables):
    return ", ".join(variable.name.split(":")[0] for variable in variables)


print("trained:", names(model.trainable_variables))
print("not trained:", names(model.non_trainable_variables))
print("marked as trained:", names(v for v in model.variables if v.trainable))
