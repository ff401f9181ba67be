"""Runs an ONNX file with ONNX Runtime and compares with the probabilities that Java computed.

Arguments: the file, a file of pixels (uint8, images of 28 x 28), a file of probabilities
(little-endian float32, 10 an image). Prints a line a check; fails on the first that does not hold.
"""

import sys

import numpy as np
import onnxruntime


def check(name, holds, detail=""):
    print(f"{name}: {'ok' if holds else 'FAILED'} {detail}")
    if not holds:
        sys.exit(1)


file, pixels, probabilities = sys.argv[1:]
images = np.fromfile(pixels, np.uint8).reshape(-1, 28, 28, 1).astype(np.float32)
expected = np.fromfile(probabilities, "<f4").reshape(-1, 10)
check("images", len(images) == len(expected) == 10000, len(images))
session = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
check("input", [entry.shape for entry in session.get_inputs()] == [["batch", 28, 28, 1]])
found, classes = session.run(["probabilities", "class"], {"image": images})
difference = np.abs(found - expected).max()
check("probabilities", difference <= 1e-4, difference)
check("class", (classes == found.argmax(axis=1)).all() and classes.shape == (10000,))
metadata = session.get_modelmeta().custom_metadata_map
check("metadata", set(metadata) == {"config.json", "model_card.json"}, list(metadata))
