"""Uses a SavedModel in the other ways that Python knows, each on all images.

Arguments as of savedmodel_parity.py, and a directory to write to.
"""

import os
import pathlib
import subprocess
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import tensorflow as tf


def check(name, holds, detail=""):
    print(f"{name}: {'ok' if holds else 'FAILED'} {detail}", flush=True)
    if not holds:
        sys.exit(1)


def difference(actual, expected):
    return np.abs(actual - expected).max()


directory, pixels, probabilities, output = sys.argv[1:]
images = np.fromfile(pixels, np.uint8).reshape(-1, 28, 28, 1).astype(np.float32)
expected = np.fromfile(probabilities, "<f4").reshape(-1, 10)
check("images", len(images) == len(expected) == 10000, len(images))
output = pathlib.Path(output)
clients = pathlib.Path("savedmodel")

layer = keras.layers.TFSMLayer(directory)
found = layer(images)
check("TFSMLayer", difference(found.numpy(), expected) <= 1e-5)

with tf.Graph().as_default(), tf.compat.v1.Session() as session:
    graph = tf.compat.v1.saved_model.load(session, ["serve"], directory)
    signature = graph.signature_def["serving_default"]
    found = session.run(
        signature.outputs["probabilities"].name, {signature.inputs["image"].name: images})
    check("compat.v1", difference(found, expected) <= 1e-5)

tool = [os.path.join(os.path.dirname(sys.executable), "saved_model_cli")]
shown = subprocess.run(
    tool + ["show", "--dir", directory, "--all"], check=True, capture_output=True, text=True).stdout
check(
    "saved_model_cli show",
    all(text in shown for text in (
        "signature_def['serving_default']", "signature_def['serving_bytes']",
        "signature_def['serve']", "dtype: DT_STRING", "shape: (-1, 28, 28, 1)", "Method name is:",
        "Function Name: 'serve'")),
    shown)
np.save(output / "images.npy", images)
subprocess.run(
    tool + ["run", "--dir", directory, "--tag_set", "serve", "--signature_def", "serving_default",
            "--inputs", f"image={output / 'images.npy'}", "--outdir", str(output), "--overwrite"],
    check=True, capture_output=True)
found = np.load(output / "probabilities.npy")
check("saved_model_cli run", difference(found, expected) <= 1e-5)

lite = output / "model.tflite"
subprocess.run([sys.executable, clients / "to_tflite.py", directory, lite], check=True)


def run_lite(content):
    interpreter = tf.lite.Interpreter(model_content=content)
    runner = interpreter.get_signature_runner("serving_default")
    return np.concatenate(
        [runner(image=images[first:first + 500])["probabilities"]
         for first in range(0, len(images), 500)])


check("TFLite", difference(run_lite(lite.read_bytes()), expected) <= 1e-4)
plain = tf.lite.TFLiteConverter.from_saved_model(directory).convert()
check("TFLite without options", difference(run_lite(plain), expected) <= 1e-4)

tuned = str(output / "finetuned")
printed = subprocess.run(
    [sys.executable, clients / "finetune.py", directory, "data/mnist", tuned, "50"],
    check=True, capture_output=True, text=True).stdout
losses = [float(line.split()[-1]) for line in printed.splitlines()]
check("fine-tuning", losses[1] < 0.9 * losses[0], printed)
before = tf.saved_model.load(directory)
after = tf.saved_model.load(tuned)
check(
    "fine-tuned variables",
    all((one.numpy() != other.numpy()).any()
        for one, other in zip(before.trainable_variables, after.trainable_variables)))
found = after.signatures["serving_default"](image=tf.constant(images))["probabilities"].numpy()
check("fine-tuned again saved", difference(found, after.serve(images).numpy()) <= 1e-6)
check("fine-tuned is another model", difference(found, expected) > 1e-2)
