#!/usr/bin/env python3
"""Classifies picture files with an exported model, as `./mnist-cnn predict` does.

    python savedmodel/predict.py savedmodel/mnist_cnn/1 digit.png ...

Needs TensorFlow and Pillow. Pictures are brought to the form that the model has learned, which
assets.extra/model_card.json says; the signature serving_bytes of the model itself only inverts.
"""

import json
import pathlib
import re
import sys

import numpy as np
import tensorflow as tf
from PIL import Image, ImageOps

CANVAS = 160  # pixels along the longer side of a picture whose ink is looked for
NINE = 9  # ink is counted in ninths of a grey level, the sum over 3 x 3 pixels


def main(directory, *paths):
    model = tf.saved_model.load(directory)
    labels = tf.io.read_file(model.labels.asset_path).numpy().decode().splitlines()
    card = json.loads((pathlib.Path(directory) / "assets.extra" / "model_card.json").read_text("utf-8"))
    form = card["facts"].get("pictures", "light on dark")
    classify = model.signatures["serving_default"]
    shape = classify.structured_input_signature[1]["image"].shape[1:]
    images = np.stack([picture(path, shape, form) for path in paths])
    result = classify(image=tf.constant(images, tf.float32))
    for path, category, probabilities in zip(
            paths, result["class"].numpy(), result["probabilities"].numpy()):
        print(f"{path}: {labels[category]} ({probabilities[category]:.4f})")


def picture(path, shape, form):
    """A file as the model takes it: float, 0 to 255, of a shape (height, width, channels)."""
    height, width, channels = shape
    values = decoded(path)
    if channels == 1:
        values = values @ np.array([[0.299], [0.587], [0.114]])
    image = rounded(resized(values, height, width))
    if channels != 1 or not form.startswith("light on dark"):
        return image
    ring = np.concatenate([image[[0, -1]].ravel(), image[1:-1, [0, -1]].ravel()])
    if ring.mean() > 127:
        image = 255 - image
    side = re.search(r"longer side (\d+)", form)
    if side and not is_centred(image[..., 0], int(side[1])):
        scale = CANVAS / max(values.shape[:2])
        canvas = resized(values, *(max(1, int(np.floor(size * scale + 0.5))) for size in values.shape[:2]))
        centred = prepared(rounded(canvas)[..., 0].astype(int), height, int(side[1]))
        image = image if centred is None else centred[..., None]
    return image


def decoded(path):
    """Red, green and blue, 0 to 255, turned as EXIF says; what is transparent lies on white."""
    image = ImageOps.exif_transpose(Image.open(path))
    if image.mode.startswith("I"):
        return np.repeat(np.asarray(image, float)[..., None] / 257, 3, axis=2)
    if "A" not in image.getbands() and "transparency" not in image.info:
        return np.asarray(image.convert("RGB"), float)
    values = np.asarray(image.convert("RGBA"), float)
    colours, opacity = values[..., :3], values[..., 3:] / 255
    on_white = opacity * colours + (1 - opacity) * 255
    # White ink on nothing would be blank: it lies on black.
    return opacity * colours if np.ptp(rounded(on_white)) == 0 else on_white


def rounded(values):
    return np.floor(values + 0.5)


def resized(values, height, width):
    """By axis: the mean over an area where it shrinks, linear where it grows."""
    return np.einsum("ay,yxc,bx->abc", shares(values.shape[0], height), values,
                     shares(values.shape[1], width), optimize=True)


def shares(source, target):
    window = max(1, source / target)
    start = ((np.arange(target) + 0.5) * source / target - window / 2)[:, None]
    position = np.arange(source)[None, :]
    low = np.where(position == 0, start, np.maximum(start, position))
    high = np.where(position == source - 1, start + window, np.minimum(start + window, position + 1))
    return np.maximum(high - low, 0) / window


def is_centred(image, side):
    """Whether it has the form already: the ink's box, its centre of mass, an empty border."""
    border = np.concatenate([image[[0, -1]].ravel(), image[1:-1, [0, -1]].ravel()])
    rows, columns = np.nonzero(image > 32)
    if border.mean() >= 32 or not rows.size:
        return False
    longer = max(np.ptp(rows), np.ptp(columns)) + 1
    size = np.array(image.shape)
    centre = np.array([image.sum(axis=1) @ np.arange(size[0]), image.sum(axis=0) @ np.arange(size[1])])
    off = np.abs(centre / image.sum() - size / 2).max()
    return side - 2 <= longer <= side and off <= 0.75 / 28 * size.min()


def prepared(grey, size, side):
    """The ink of a picture, centred on an empty ground; None if the picture is blank."""
    ink = difference(grey, is_dark(grey))
    if peak(ink) < 10 * NINE:
        return None
    ink = without_lines(ink, peak(ink))
    ink = without_lines(np.ascontiguousarray(ink.T), peak(ink)).T
    strongest = peak(ink)
    if strongest < 10 * NINE:
        return None
    deviation = 1.4826 * median(np.abs(ink - median(ink)))
    threshold = min(max(4 * deviation, 0.35 * strongest), 0.6 * strongest)
    kept = without_specks(ink, threshold)
    rows, columns = np.nonzero(kept)
    box = np.s_[rows.min():rows.max() + 1, columns.min():columns.max() + 1]
    low = threshold / 2
    strength = np.clip((ink - low) / (0.8 * strongest - low), 0, 1) * extremes(extremes(
        kept.astype(int), 3, 0, np.max), 3, 1, np.max)
    values = 255 * strength[box]
    scale = side / max(values.shape)
    height, width = (max(1, int(np.floor(length * scale + 0.5))) for length in values.shape)
    values = resized(values[..., None], height, width)[..., 0]
    top = placed(values.sum(axis=1), size)
    left = placed(values.sum(axis=0), size)
    image = np.zeros((size, size))
    image[top:top + height, left:left + width] = rounded(values)
    return image


def placed(mass, size):
    """Where a line of pixels begins if its centre of mass is the middle."""
    centre = mass @ np.arange(mass.size) / mass.sum()
    return int(np.clip(np.floor(size / 2 - centre + 0.5), 0, size - mass.size))


def difference(grey, dark):
    """How much each pixel differs from the ground towards ink: the ground is a wide opening."""
    padded = np.pad(grey, 1, mode="edge")
    height, width = grey.shape
    ink = sum(padded[y:y + height, x:x + width] for y in range(3) for x in range(3))
    ink = NINE * 255 - ink if dark else ink
    return ink - opening(ink, max(3, int(0.22 * max(grey.shape))) | 1)


def extremes(values, window, axis, extreme):
    """The least or greatest value of a window around each pixel."""
    pads = [(0, 0), (0, 0)]
    pads[axis] = (window // 2, window // 2)
    padded = np.pad(values, pads, mode="edge")
    return extreme(np.lib.stride_tricks.sliding_window_view(padded, window, axis=axis), axis=-1)


def opening(values, rows, columns=None):
    columns = rows if columns is None else columns
    for extreme in (np.min, np.max):
        values = extremes(extremes(values, columns, 1, extreme), rows, 0, extreme)
    return values


def is_dark(grey):
    """Whether the ink is darker than the ground: the skewness around it."""
    values = grey - plane(grey)
    magnitude = (NINE * np.abs(values)).astype(int)
    if np.count_nonzero(magnitude > peak(magnitude) // 2) < 0.1 * grey.size:
        values = grey - medians(grey)
    return (values ** 3).sum() < 0


def plane(grey):
    """A plane through the border, of which the 30 % that fit worst do not count."""
    height, width = grey.shape
    y, x = np.mgrid[0:height, 0:width]
    y, x = y / height - 0.5, x / width - 0.5
    ring = np.ones(grey.shape, bool)
    ring[1:-1, 1:-1] = False
    terms = np.stack([np.ones(ring.sum()), y[ring], x[ring]], axis=1)
    levels = grey[ring]
    fitted = np.array([np.sort(levels)[levels.size // 2], 0, 0], float)
    for share in (0.6, 0.7, 0.7, 0.7, 0.7):
        distance = np.abs(levels - terms @ fitted)
        near = distance <= np.sort(distance)[int(share * (levels.size - 1))] + 1e-9
        fitted = np.linalg.lstsq(terms[near], levels[near], rcond=None)[0]
    return fitted[0] + fitted[1] * y + fitted[2] * x


def medians(grey):
    """Medians of wide windows, and between their centres what lies between."""
    height, width = grey.shape
    longer = max(height, width)
    radius = max(2, longer // 4)
    rows, columns = (max(2, int(np.floor(10 * size / longer + 0.5))) for size in (height, width))
    grid = np.empty((rows, columns))
    for i in range(rows):
        for j in range(columns):
            y, x = i * (height - 1) // (rows - 1), j * (width - 1) // (columns - 1)
            grid[i, j] = median(grey[max(0, y - radius):y + radius + 1:2, max(0, x - radius):x + radius + 1:2])
    down = np.arange(height) / max(1, height - 1) * (rows - 1)
    right = np.arange(width) / max(1, width - 1) * (columns - 1)
    along = np.array([np.interp(right, np.arange(columns), row) for row in grid])
    return np.array([np.interp(down, np.arange(rows), column) for column in along.T]).T


def median(values):
    return np.sort(values, axis=None)[values.size // 2]


def peak(ink):
    """The mean of the strongest pixels."""
    most = min(max(4, int(0.002 * ink.size)), ink.size)
    return int(np.sort(ink, axis=None)[-most:].sum() // most)


def without_specks(ink, threshold):
    """Which pixels belong to ink that is neither small nor beside larger ink at the edge."""
    height, width = ink.shape
    left = ink > threshold
    parts = []
    for start in zip(*np.nonzero(left)):
        if not left[start]:
            continue
        left[start] = False
        part = [start]
        for y, x in part:
            for near in ((a, b) for a in (y - 1, y, y + 1) for b in (x - 1, x, x + 1)):
                if 0 <= near[0] < height and 0 <= near[1] < width and left[near]:
                    left[near] = False
                    part.append(near)
        at_edge = any(y in (0, height - 1) or x in (0, width - 1) for y, x in part)
        parts.append((sum(int(ink[pixel]) for pixel in part) * (0.2 if at_edge else 1), part))
    best = max(score for score, _ in parts)
    kept = np.zeros(ink.shape, bool)
    for score, part in parts:
        if score >= 0.06 * best:
            kept[tuple(np.transpose(part))] = True
    return kept


def without_lines(ink, strongest):
    """Takes off thin straight lines from edge to edge; where a stroke crosses, what is more stays."""
    height, width = ink.shape
    if min(height, width) < 20:
        return ink
    thin = extremes(ink - opening(ink, 9, 1), 3, 0, np.max)
    on = thin > 0.15 * strongest
    x = np.arange(width)
    cover, slope = np.zeros(height), np.zeros(height, int)
    for angle in range(-8, 9):
        offsets = np.floor(angle / 100 * (x - width / 2) + 0.5).astype(int)
        for row in range(height):
            y = row + offsets
            inside = (y >= 0) & (y < height)
            line = on[y[inside], x[inside]]
            end = max(4, line.size // 8)
            if (line.size >= 0.7 * width and min(line[:end].sum(), line[-end:].sum()) >= 0.5 * end
                    and line.mean() > cover[row]):
                cover[row], slope[row] = line.mean(), angle
    result, found = ink.copy(), []
    for row in range(height):
        if (cover[row] < 0.75 or cover[row] < cover[max(0, row - 2):row + 3].max()
                or any(abs(row - other) <= 2 for other in found)):
            continue
        found.append(row)
        y = row + np.floor(slope[row] / 100 * (x - width / 2) + 0.5).astype(int)
        inside = (y >= 0) & (y < height)
        strength = 1.15 * np.sort(thin[y[inside], x[inside]])[inside.sum() // 2]
        for away, share in ((-3, 0.4), (-2, 0.75), (-1, 1), (0, 1), (1, 1), (2, 0.75), (3, 0.4)):
            inside = (y + away >= 0) & (y + away < height)
            at = (y[inside] + away, x[inside])
            result[at] = np.maximum(0, result[at] - int(share * strength))
    return result


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
