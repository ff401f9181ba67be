"""Runs a SavedModel as Python users do and compares with the probabilities that Java computed.

Arguments: the model's directory, a file of pixels (uint8, images of 28 x 28), a file of
probabilities (little-endian float32, 10 an image). Prints a line a check; fails on the first that
does not hold.
"""

import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
import tensorflow as tf
from tensorflow.core.protobuf import saved_model_pb2

TOLERANCE = 1e-5


def check(name, holds, detail=""):
    print(f"{name}: {'ok' if holds else 'FAILED'} {detail}")
    if not holds:
        sys.exit(1)


directory, pixels, probabilities = sys.argv[1:]
images = np.fromfile(pixels, np.uint8).reshape(-1, 28, 28, 1).astype(np.float32)
expected = np.fromfile(probabilities, "<f4").reshape(-1, 10)
check("images", len(images) == len(expected) == 10000, len(images))

model = tf.saved_model.load(directory)
for key in ("serving_default", "serve"):
    signature = model.signatures[key]
    result = signature(image=tf.constant(images))
    check(f"{key} outputs", set(result) == {"probabilities", "class"}, sorted(result))
    difference = np.abs(result["probabilities"].numpy() - expected).max()
    check(f"{key} probabilities", difference <= TOLERANCE, difference)
    check(f"{key} class", (result["class"].numpy() == expected.argmax(axis=1)).all())
    (spec,) = signature.structured_input_signature[1].values()
    check(f"{key} input", spec.shape.as_list() == [None, 28, 28, 1], spec)

check("serve()", np.abs(model.serve(images).numpy() - expected).max() <= TOLERANCE)
for first in range(0, len(images), 1000):
    batch = slice(first, first + 1000)
    files = [tf.io.encode_png(image.astype(np.uint8)).numpy() for image in images[batch]]
    result = model.signatures["serving_bytes"](image_bytes=tf.constant(files))
    difference = np.abs(result["probabilities"].numpy() - expected[batch]).max()
    check("serving_bytes probabilities", difference <= TOLERANCE, difference)
    same = result["class"].numpy() == expected[batch].argmax(axis=1)
    check("serving_bytes class", same.all())

names = [variable.name.split(":")[0] for variable in model.trainable_variables]
check(
    "variables",
    names
    == [f"{layer}/{weight}" for layer in ("conv2d", "conv2d_1", "dense", "dense_1")
        for weight in ("kernel", "bias")],
    names)

definition = saved_model_pb2.SavedModel()
with open(os.path.join(directory, "saved_model.pb"), "rb") as file:
    definition.ParseFromString(file.read())
(graph,) = definition.meta_graphs
check("tags", list(graph.meta_info_def.tags) == ["serve"])
signature = graph.signature_def["serving_default"]
check("method", signature.method_name == "tensorflow/serving/predict", signature.method_name)
sizes = [info.tensor_shape.dim[0].size
         for info in [*signature.inputs.values(), *signature.outputs.values()]]
check("batch dimension", sizes == [-1, -1, -1], sizes)
nodes = list(graph.graph_def.node)
for function in graph.graph_def.library.function:
    nodes.extend(function.node_def)
check("no device", not any(node.device for node in nodes))
forbidden = [node.op for node in nodes
             if "Grad" in node.op or "Backprop" in node.op or "Apply" in node.op
             or "Random" in node.op]
check("inference only", not forbidden, forbidden)
keys = [name for name, _ in tf.train.list_variables(os.path.join(directory, "variables/variables"))]
check("no optimizer state", len(keys) == 9, len(keys))
