"""Writes data sets with NumPy and Pillow, and what NumPy and Keras read of them.

    python keras_data.py DIRECTORY

Writes DIRECTORY/*.npz, DIRECTORY/folder/CLASS/*.png and DIRECTORY/expected.json.
"""

import json
import os
import sys

import keras
import numpy as np
from PIL import Image

directory = sys.argv[1]
random = np.random.default_rng(7)
x_train = random.integers(0, 256, (7, 5, 4, 3), dtype=np.uint8)
x_test = random.integers(0, 256, (3, 5, 4, 3), dtype=np.uint8)
y_train = np.array([0, 1, 2, 2, 1, 0, 1])
y_test = np.array([2, 0, 1])


def save(name, write, x, y):
    write(
        os.path.join(directory, name + ".npz"),
        x_train=x(x_train),
        y_train=y(y_train),
        x_test=x(x_test),
        y_test=y(y_test),
    )


def same(array):
    return array


save("plain", np.savez, same, lambda y: y.astype(np.uint8))
save("compressed", np.savez_compressed, same, lambda y: y.astype(np.int64)[:, None])
save("fortran", np.savez, np.asfortranarray, lambda y: y.astype(">i4"))
save("grey", np.savez_compressed, lambda x: x[..., 0], lambda y: y.astype(np.uint64))

folder = os.path.join(directory, "folder")
for name in ["b", "a", "B", "10", "9", "żółw", "\U0001d538", "\uffdc", ".hidden"]:
    os.makedirs(os.path.join(folder, name, "deep"))
    for file in ["2.png", "10.PNG", "deep/1.png", "note.txt"]:
        path = os.path.join(folder, name, file)
        if file.endswith("txt"):
            open(path, "w").close()
        else:
            Image.fromarray(random.integers(0, 256, (5, 4, 3), dtype=np.uint8)).save(path)

images = keras.utils.image_dataset_from_directory(
    folder, batch_size=None, image_size=(5, 4), shuffle=False, verbose=False
)
files = {}
for path, (pixels, label) in zip(images.file_paths, images):
    files[os.path.relpath(path, folder)] = {
        "label": int(label),
        "pixels": pixels.numpy().astype(np.uint8).ravel().tolist(),
    }
with open(os.path.join(directory, "expected.json"), "w", encoding="utf-8") as out:
    json.dump(
        {
            "x_train": x_train.ravel().tolist(),
            "y_train": y_train.tolist(),
            "x_test": x_test.ravel().tolist(),
            "y_test": y_test.tolist(),
            "grey": x_train[..., 0].ravel().tolist(),
            "class_names": images.class_names,
            "files": files,
        },
        out,
        ensure_ascii=False,
    )
