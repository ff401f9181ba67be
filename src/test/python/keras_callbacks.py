"""Plays made-up epochs to Keras's EarlyStopping and ReduceLROnPlateau and writes what they decide.

Argument: the file to write, which is src/test/resources/keras/callbacks.json. In epoch e the model's
only weight is e, so the weight that is left says which epoch was restored.
"""

import itertools
import json
import os
import random
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import keras
import numpy as np

NAN = float("nan")
EPOCHS = 16
CASES = 100
LEARNING_RATE = 0.01

chance = random.Random(3)


def noisy(start, fall, noise):
    return [
        round(start * fall**epoch + chance.uniform(-noise, noise), 4)
        for epoch in range(EPOCHS)
    ]


SEQUENCES = {
    "falls": noisy(0.9, 0.9, 0.03),
    "falls, then rises": noisy(0.9, 0.8, 0.02)[:7] + noisy(0.3, 1.1, 0.02)[7:],
    "noise": noisy(0.6, 1, 0.3),
    "plateaus": [0.8] * 5 + [0.55] * 5 + [0.5] * 6,
    "by less than float32 tells": [0.7 - epoch * 1e-9 for epoch in range(EPOCHS)],
    "not a number first": [NAN] + noisy(0.9, 0.9, 0.01)[1:],
    "not a number later": noisy(0.9, 0.9, 0.01)[:4] + [NAN, NAN] + noisy(0.6, 0.9, 0.1)[6:],
}

EARLY_STOPPING = {
    "monitor": ["val_loss", "accuracy"],
    "mode": ["auto", "min", "max"],
    "min_delta": [0, 0.03, -0.03],
    "patience": [0, 1, 2, 4],
    "baseline": [None, None, 0.6],
    "restore_best_weights": [False, True, True],
    "start_from_epoch": [0, 0, 3],
}

REDUCE_LR_ON_PLATEAU = {
    "monitor": ["val_loss", "accuracy"],
    "mode": ["auto", "min", "max"],
    "factor": [0.1, 0.3],
    "patience": [0, 1, 2, 4],
    "min_delta": [1e-4, 0.03],
    "cooldown": [0, 1, 3],
    "min_lr": [0.0, 0.0005],
}


def model():
    """Trained once, or the model would not know that more accuracy is better."""
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, use_bias=False)])
    model.compile(keras.optimizers.SGD(LEARNING_RATE), "mse", metrics=["accuracy"])
    model.fit(np.zeros((1, 1)), np.zeros((1, 1)), verbose=0)
    return model


def sample(settings):
    combinations = list(itertools.product(SEQUENCES, *settings.values()))
    for sequence, *values in chance.sample(combinations, CASES):
        yield sequence, dict(zip(settings, values))


def shortest(variable):
    """The shortest decimal that is this float32."""
    return float(str(np.float32(keras.ops.convert_to_numpy(variable))))


def play(model, callback, monitor, values):
    model.stop_training = False
    model.optimizer.learning_rate = LEARNING_RATE
    callback.set_model(model)
    callback.on_train_begin()
    rates = []
    for epoch, value in enumerate(values):
        model.set_weights([np.array([[epoch]])])
        callback.on_epoch_end(epoch, {"loss": 1.0, monitor: value})
        rates.append(shortest(model.optimizer.learning_rate))
        if model.stop_training:
            break
    callback.on_train_end()
    return rates


def early_stopping(model, sequence, settings):
    callback = keras.callbacks.EarlyStopping(**settings)
    rates = play(model, callback, settings["monitor"], SEQUENCES[sequence])
    return {
        "epochs": len(rates),
        "best_epoch": callback.best_epoch,
        "weight": float(model.get_weights()[0][0, 0]),
    }


def reduce_lr_on_plateau(model, sequence, settings):
    callback = keras.callbacks.ReduceLROnPlateau(**settings)
    return {"learning_rates": play(model, callback, settings["monitor"], SEQUENCES[sequence])}


def cases(model, settings, play):
    return [
        {"values": sequence, "settings": chosen, "keras": play(model, sequence, chosen)}
        for sequence, chosen in sample(settings)
    ]


def line(value):
    return json.dumps(value, allow_nan=False)


def section(name, lines, brackets="[]"):
    return f'"{name}": {brackets[0]}\n' + ",\n".join(lines) + f"\n{brackets[1]}"


def number(value):
    """JSON has no NaN: null stands for it."""
    return None if value != value else value


model = model()
sections = [
    section(
        "values",
        [f"{line(name)}: {line([number(v) for v in s])}" for name, s in SEQUENCES.items()],
        "{}",
    ),
    f'"initial_learning_rate": {LEARNING_RATE}',
    section("early_stopping", map(line, cases(model, EARLY_STOPPING, early_stopping))),
    section(
        "reduce_lr_on_plateau",
        map(line, cases(model, REDUCE_LR_ON_PLATEAU, reduce_lr_on_plateau)),
    ),
]
with open(sys.argv[1], "w", encoding="utf-8") as file:
    file.write("{\n" + ",\n".join(sections) + "\n}\n")
