"""Compares mnist-cnn with Keras on this machine, in turn, and writes docs/BENCHMARK.md's table."""

import argparse
import gzip
import json
import os
import platform
import re
import statistics
import struct
import subprocess
import sys
import tempfile
import textwrap
import time
import zlib

KERAS = [sys.executable, "src/test/python/keras_benchmark.py"]
JAVA = ["./mnist-cnn"]
PAGE = "docs/BENCHMARK.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
WIDTH = 120

# An epoch that lasts this much longer than the fastest of all rotations is one in which Keras's
# iterator stood still: such epochs are dropped, in Keras's favour.
STALL = 1.3


def run(command, **more):
    """Runs a process; what it printed, the wall time, and when it was started."""
    start = time.time()
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)
    wall = time.time() - start
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")
    return done.stdout, wall, start


def measured(command):
    out, _, start = run(command)
    result = json.loads(out.strip().splitlines()[-1])
    result["first_step"] = result["first_step_millis"] / 1000 - start
    return result


def summarize(name, runs):
    """The medians of each run, without Keras's stalled epochs."""
    fastest = max(rate for run in runs for rate in run["training_images_per_second"])
    for run in runs:
        rates = run["training_images_per_second"]
        kept = [rate for rate in rates if not name.startswith("Keras") or rate * STALL >= fastest]
        run["dropped"] = len(rates) - len(kept)
        run["rate"] = statistics.median(kept) if kept else None
        run["evaluation"] = statistics.median(run["evaluation_images_per_second"])
        run["cpu"] = statistics.median(run["cpu_seconds_per_epoch"])
        run["one_layer"] = statistics.median(run["one_layer_steps_per_second"])


def timed(command):
    """Wall time and peak resident bytes of a whole process with its children."""
    code = ("import json, resource, subprocess, sys, time; start = time.time(); "
            "code = subprocess.run(sys.argv[1:], stdout=sys.stderr).returncode; "
            "print(json.dumps({'wall': time.time() - start, 'code': code, 'peak': "
            "resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024}))")
    out, _, _ = run([sys.executable, "-c", code, *command])
    result = json.loads(out)
    if result["code"]:
        sys.exit(f"{' '.join(command)} failed")
    return result


def digit(path):
    """A grey PNG of 28 x 28 with the first image of the test set."""
    with gzip.open("data/mnist/t10k-images-idx3-ubyte.gz") as file:
        pixels = file.read()[16: 16 + 784]
    rows = b"".join(b"\0" + pixels[i * 28: (i + 1) * 28] for i in range(28))

    def chunk(kind, data):
        return (struct.pack(">I", len(data)) + kind + data
                + struct.pack(">I", zlib.crc32(kind + data)))

    with open(path, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 28, 28, 8, 0, 0, 0, 0))
                   + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def steps(rotations, epochs):
    candidates = {
        "Keras": KERAS + ["steps", "float32", str(epochs)],
        "mnist-cnn": JAVA + ["benchmark", "--json", "--epochs", str(epochs)],
        "Keras, mixed_bfloat16": KERAS + ["steps", "mixed_bfloat16", str(epochs)],
        "mnist-cnn, mixed_bfloat16": JAVA + [
            "benchmark", "--json", "--epochs", str(epochs), "--precision", "mixed_bfloat16"],
    }
    results = {name: [] for name in candidates}
    for rotation in range(rotations):
        for name, command in candidates.items():
            results[name].append(measured(command))
            rates = results[name][-1]["training_images_per_second"]
            print(f"rotation {rotation + 1}, {name}: {[round(rate) for rate in rates]} images/s",
                  file=sys.stderr)
    for name, runs in results.items():
        summarize(name, runs)
    # What ran beside a Keras that only stalled has nothing to be compared with.
    kept = [rotation for rotation in range(rotations)
            if all(runs[rotation]["rate"] is not None for runs in results.values())]
    if not kept:
        sys.exit("in every rotation all epochs of Keras stalled; take more --rotations or --epochs")
    return {name: [runs[rotation] for rotation in kept] for name, runs in results.items()}


def jobs(seeds, directory):
    """The whole job of the Keras program, by seeds."""
    results = {"Keras": [], "mnist-cnn": [], "mnist-cnn, mixed_bfloat16": []}
    for seed in range(1, seeds + 1):
        results["Keras"].append(timed(KERAS + ["job", "float32", str(seed)]))
        for name, more in (("mnist-cnn", []),
                           ("mnist-cnn, mixed_bfloat16", ["--precision", "mixed_bfloat16"])):
            run_name = f"seed{seed}" + "_bfloat16" * bool(more)
            result = timed(JAVA + ["train", "--seed", str(seed), "--output-dir", directory,
                                   "--name", run_name, *more])
            with open(os.path.join(directory, "charts", run_name, "metrics.json")) as file:
                result["accuracy"] = json.load(file)["accuracy"]
            results[name].append(result)
        print(f"jobs of seed {seed} done", file=sys.stderr)
    return results


def predictions(times, directory):
    model, image = os.path.join(directory, "model.keras"), os.path.join(directory, "digit.png")
    digit(image)
    run(KERAS + ["save", model])
    keras, java = [], []
    for _ in range(times):
        keras.append(run(KERAS + ["predict", model, image])[1])
        java.append(run(JAVA + ["predict", "--model",
                                os.path.join(directory, "savedmodel", "seed1", "1"), image])[1])
    return keras, java


def ratios(ours, theirs, key):
    return [a[key] / b[key] for a, b in zip(ours, theirs)]


def spread(values, form):
    return f"{form(statistics.median(values))} ({form(min(values))} to {form(max(values))})"


def prose(text):
    """Lines that ci/check-markdown accepts."""
    return textwrap.wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False)


def two(value):
    return f"{value:.2f}"


def whole(value):
    return f"{value:,.0f}"


def percent(value):
    return f"{100 * value:.0f} %"


def candidates_table(results):
    lines = ["| | training, images/s | evaluation, images/s | CPU s per epoch | share of matrix products "
             "| start to first step, s | peak, MB | one layer, steps/s |",
             "| --- | --- | --- | --- | --- | --- | --- | --- |"]
    rates = {}
    for precision in ("", ", mixed_bfloat16"):
        rates[precision] = max(result["matrix_product_flops"] for name in ("Keras", "mnist-cnn")
                               for result in results[name + precision])
    for name, runs in results.items():
        rate = rates[", mixed_bfloat16" if name.endswith("bfloat16") else ""]
        share = [result["rate"] * 15_396_864 / rate for result in runs]
        lines.append(" | ".join([
            f"| {name}",
            spread([result["rate"] for result in runs], whole),
            spread([result["evaluation"] for result in runs], whole),
            spread([result["cpu"] for result in runs], lambda value: f"{value:.1f}"),
            spread(share, percent),
            spread([result["first_step"] for result in runs], two),
            whole(max(result["peak_bytes"] for result in runs) / 1e6),
            spread([result["one_layer"] for result in runs], whole) + " |"]))
    dropped = sum(result["dropped"] for name in results if name.startswith("Keras")
                  for result in results[name])
    return lines + [""] + prose(
        f"Matrix products of 2048 x 2048: {rates[''] / 1e9:,.0f} GFLOP/s in float32, "
        f"{rates[', mixed_bfloat16'] / 1e9:,.0f} in bfloat16, the fastest seen. "
        f"{dropped} stalled epochs of Keras were dropped.")


def bars_table(results, job_results, keras_predict, java_predict):
    keras, java = results["Keras"], results["mnist-cnn"]
    keras16, java16 = results["Keras, mixed_bfloat16"], results["mnist-cnn, mixed_bfloat16"]
    flops = max(result["matrix_product_flops"] for result in keras + java)
    rows = [
        ("training, float32, to Keras", ratios(java, keras, "rate"), 1.25, True, two),
        ("CPU seconds per epoch, float32, to Keras", ratios(java, keras, "cpu"), 0.8, False, two),
        ("share of the float32 matrix products",
         [result["rate"] * 15_396_864 / flops for result in java], 0.5, True, percent),
        ("training, bfloat16, to Keras in float32", ratios(java16, keras, "rate"), 2.0, True, two),
        ("training, bfloat16, to Keras in mixed_bfloat16", ratios(java16, keras16, "rate"), 1.4, True,
         two),
        ("evaluation, float32, to Keras", ratios(java, keras, "evaluation"), 1.5, True, two),
        ("start to first step, to Keras", ratios(java, keras, "first_step"), 0.2, False, two),
        ("steps/s of one layer, to Keras", ratios(java, keras, "one_layer"), 3.0, True, two),
        ("peak memory of training, to Keras", ratios(java, keras, "peak_bytes"), 0.7, False, two),
    ]
    if job_results:
        ours, theirs = job_results["mnist-cnn"], job_results["Keras"]
        rows += [
            ("the whole job, wall time, to Keras", ratios(ours, theirs, "wall"), 0.7, False, two),
            ("`predict` of one picture, to Keras",
             [a / b for a, b in zip(java_predict, keras_predict)], 0.25, False, two),
        ]
    lines = ["| what | median of pairs (range) | bar | met |", "| --- | --- | --- | --- |"]
    for what, values, bar, above, form in rows:
        median = statistics.median(values)
        met = median >= bar if above else median <= bar
        lines.append(f"| {what} | {spread(values, form)} | {'>=' if above else '<='} {form(bar)} "
                     f"| {'yes' if met else 'no'} |")
    return lines


def jobs_table(job_results):
    lines = ["| whole job, 10 epochs | wall, s | peak, MB | test accuracy, by seed |",
             "| --- | --- | --- | --- |"]
    for name, runs in job_results.items():
        accuracies = [f"{run['accuracy']:.4f}" for run in runs if "accuracy" in run]
        lines.append(f"| {name} | {spread([run['wall'] for run in runs], whole)} "
                     f"| {whole(max(run['peak'] for run in runs) / 1e6)} "
                     f"| {', '.join(accuracies) if accuracies else 'in docs/RESULTS.md'} |")
    return lines


def processor():
    try:
        with open("/proc/cpuinfo") as file:
            model = re.search(r"model name\s*: (.*)", file.read())
            return model.group(1) if model else platform.processor()
    except OSError:
        return platform.processor()


def main():
    parser = argparse.ArgumentParser(prog="ci/bench", description=__doc__)
    parser.add_argument("--rotations", type=int, default=3)
    parser.add_argument("--epochs", type=int, default=4, help="the first one does not count")
    parser.add_argument("--jobs", type=int, default=3, help="seeds of the whole job; 0 for none")
    parser.add_argument("--print", action="store_true", help=f"print the table, leave {PAGE} alone")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        run(JAVA + ["--version"])  # Builds, if need be.
        results = steps(options.rotations, options.epochs)
        job_results, keras_predict, java_predict = {}, [], []
        if options.jobs:
            job_results = jobs(options.jobs, directory)
            keras_predict, java_predict = predictions(5, directory)
    lines = prose(
        f"{time.strftime('%Y-%m-%d')}, {processor()}, {os.cpu_count()} cores; "
        f"{len(results['Keras'])} of {options.rotations} rotations of {options.epochs - 1} epochs "
        "each; in the others all epochs of Keras stalled.") + [""]
    lines += bars_table(results, job_results, keras_predict, java_predict) + [""]
    lines += candidates_table(results)
    if job_results:
        lines += [""] + jobs_table(job_results)
    table = "\n".join(lines)
    if options.print:
        print(table)
        return
    with open(PAGE, encoding="utf-8") as file:
        page = file.read()
    before, rest = page.split(BEGIN)
    after = rest.split(END)[1]
    with open(PAGE, "w", encoding="utf-8") as file:
        file.write(f"{before}{BEGIN}\n\n{table}\n\n{END}{after}")


main()
