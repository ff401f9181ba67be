"""The proof that training works on the GPU of this machine, step by step, each within its own time."""

import hashlib
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import threading
import time

class Failed(Exception):
    """A step that ran and did not show what it should; the message says why."""


class CannotRun(Exception):
    """A step for which something is missing here; the message says what."""


class Kit:
    """An unpacked kit and a folder for what the steps write."""

    def __init__(self, home, out, deadline, device):
        self.home = home
        self.out = out
        self.deadline = deadline
        self.device = device
        self.log = open(out / "kit.log", "a", encoding="utf-8")

    @property
    def dry(self):
        return self.device == "cpu"

    def half(self):
        """The 16-bit precision of the device; on a CPU, which may have none, float32."""
        return "float32" if self.dry else "mixed_float16"

    def short(self):
        return ["--limit", 1000, "--epochs", 2] if self.dry else ["--limit", 20000, "--epochs", 3]

    def environment(self, **more):
        """TensorFlow's variables from the program's own file, and where Java finds libraries and fonts."""
        variables = dict(os.environ)
        for line in (self.home / "environment.sh").read_text().splitlines():
            found = re.match(r'export (\w+)="\$\{\w+:-(.*)\}"', line)
            if found:
                variables.setdefault(found.group(1), found.group(2))
        paths = [str(self.home / "syslib"), variables.get("LD_LIBRARY_PATH", "")]
        variables["LD_LIBRARY_PATH"] = ":".join(path for path in paths if path)
        fonts = self.out / "fonts.conf"
        fonts.write_text(f"<fontconfig><dir>{self.home}/fonts</dir><cachedir>{self.out}/fontcache</cachedir>"
                         "</fontconfig>\n")
        variables["FONTCONFIG_FILE"] = str(fonts)
        variables.setdefault("CUDA_CACHE_PATH", str(self.out / "cuda-cache"))
        variables.setdefault("CUDA_CACHE_MAXSIZE", str(4 << 30))
        variables.update(more)
        return variables

    def command(self, main, *arguments):
        classes = ":".join(str(self.home / path) for path in ("lib/*", "natives", "proof"))
        return [str(self.home / "jre/bin/java"), f"@{self.home}/jvm.options", f"-Dmnistcnn.home={self.home}",
                "-Dmnistcnn.terminal=false", "-cp", classes, main, *[str(word) for word in arguments]]

    def start(self, main, *arguments, **environment):
        """A process in a group of its own, so that all of it can be ended."""
        command = self.command(main, *arguments)
        self.log.write(f"$ {' '.join(command[command.index('-cp') + 2:])}\n")
        self.log.flush()
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                cwd=self.out, env=self.environment(**environment), start_new_session=True)

    def finish(self, process, seconds):
        """Its output, once it has ended well; it is ended when its time is over."""
        seconds = max(1, min(seconds, self.deadline - time.monotonic()))
        try:
            output, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            output, _ = process.communicate()
            self.log.write(output)
            raise Failed(f"not done after {seconds:.0f} s") from None
        self.log.write(output)
        self.log.flush()
        if process.returncode:
            lines = [line for line in output.splitlines() if line.strip()]
            raise Failed(f"exit code {process.returncode}: {lines[-1][:300] if lines else 'no output'}")
        return output

    def run(self, seconds, main, *arguments, **environment):
        return self.finish(self.start(main, *arguments, **environment), seconds)

    def cli(self, seconds, *arguments, **environment):
        return self.run(seconds, "org.mnistcnn.cli.Main", *arguments, **environment)

    def proof(self, seconds, *arguments, **environment):
        output = self.run(seconds, "org.mnistcnn.engine.GpuProof", *arguments, **environment)
        return [json.loads(line) for line in output.splitlines() if line.startswith("{")]

    def train(self, seconds, name, *arguments, **environment):
        """Trains; gives seconds of the whole command and what the run's own files say."""
        start = time.monotonic()
        with Watch() as memory:
            output = self.cli(seconds, "train", "--device", self.device, "--name", name, "--output-dir", self.out,
                              *arguments, **environment)
        rates = [float(rate.replace(",", "")) for rate in re.findall(r"([\d,.]+) images/s", output)]
        return {"command_seconds": round(time.monotonic() - start, 2), "images_per_second_of_epochs": rates,
                "most_gpu_memory_mib": memory.most, **self.result(name)}

    def result(self, name):
        metrics = json.loads((self.out / "charts" / name / "metrics.json").read_text())
        history = (self.out / "charts" / name / "history.csv").read_text().splitlines()
        header = history[0].split(",")
        epochs = [dict(zip(header, line.split(","))) for line in history[1:]]
        return {"test_accuracy": metrics["accuracy"], "epochs": epochs}

    def weights(self, name):
        """What identifies the weights that a run ended with, bit for bit."""
        files = sorted((self.out / "savedmodel" / name / "1" / "variables").glob("variables.data*"))
        if not files:
            raise Failed(f"run {name} has exported no variables")
        return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


class Watch:
    """Asks again and again, until its block ends, how much of the GPU's memory is taken."""

    def __init__(self):
        self.most = 0
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.look)

    def look(self):
        while not self.over.wait(0.3):
            try:
                self.most = max(self.most, int(smi("memory.used")[0].split()[0]))
            except (CannotRun, ValueError, subprocess.SubprocessError):
                return

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *ended):
        self.over.set()
        self.thread.join()


def rounded(value):
    return float(f"{value:.4g}") if isinstance(value, float) else value


def smi(*fields):
    """What nvidia-smi says of the first GPU."""
    if shutil.which("nvidia-smi") is None:
        raise CannotRun("there is no nvidia-smi on this machine, so no NVIDIA driver")
    done = subprocess.run(["nvidia-smi", f"--query-gpu={','.join(fields)}", "--format=csv,noheader"],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=20, check=False)
    if done.returncode:
        raise CannotRun(f"nvidia-smi says: {done.stdout.strip()[:200]}")
    return [word.strip() for word in done.stdout.splitlines()[0].split(",")]


# --- the steps: each gives a dictionary of what was seen, or raises ------------------------------------------------


def card(kit):
    name, capability, driver, memory = smi("name", "compute_cap", "driver_version", "memory.total")
    packed = json.loads((kit.home / "kit.json").read_text())["computeCapability"]
    if float(capability) != packed:
        raise Failed(f"this kit was packed for compute capability {packed}, this GPU has {capability};"
                     f" ci/gpu-kit pack --compute-capability {capability} makes another")
    return {"name": name, "compute_capability": capability, "driver": driver, "memory": memory,
            "cores": os.cpu_count()}


def devices(kit):
    """The first start: with an empty cache of compiled kernels."""
    start = time.monotonic()
    output = kit.cli(120, "devices")
    seconds = time.monotonic() - start
    (kit.out / "devices.txt").write_text(output)
    line = re.search(r"^  GPU:0 .*$", output, re.MULTILINE)
    if kit.device == "gpu" and not line:
        raise Failed("TensorFlow sees no GPU: " + output.strip().splitlines()[-1])
    return {"seconds": round(seconds, 2), "line": line.group().strip() if line else "no GPU"}


def training(kit, name, *options, seconds=150):
    if kit.dry:
        options = [*[word for word in options if word not in ("--epochs", 3)], "--limit", 1000, "--epochs", 2]
    run = kit.train(seconds, name, *options)
    history = run.pop("epochs")
    rates = run.pop("images_per_second_of_epochs")
    run["epochs"] = len(history)
    run["images_per_second"] = sorted(rates)[len(rates) // 2]
    run["images_per_second_slowest_but_first"] = min(rates[1:])
    reached = next((i + 1 for i, row in enumerate(history) if float(row["val_accuracy"]) >= 0.99), None)
    run["epochs_to_99_percent_of_validation"] = reached
    return run


def first_and_second_start(kit):
    """The same short training with an empty cache of compiled kernels, and again."""
    seen = {}
    cache = kit.out / "empty-cuda-cache"
    for name in ("first", "second"):
        run = kit.train(150, f"{name}-start", "--limit", 1000, "--epochs", 1, CUDA_CACHE_PATH=str(cache))
        seen[name + "_seconds"] = run["command_seconds"]
    size = sum(file.stat().st_size for file in cache.rglob("*") if file.is_file()) if cache.exists() else 0
    seen["compiled_kernels_bytes"] = size
    return seen


def parity(kit):
    if kit.dry:
        raise CannotRun("there is no GPU to compare with the CPU")
    answers = kit.proof(120, "parity", kit.home / "data/mnist", 20)
    seen = {f"tf32_{answer['tf32']}": answer for answer in answers}
    off = max(seen["tf32_off"]["weights_distances"].values())
    if off > 1e-4:
        raise Failed(f"after 20 steps without TF32 a weight tensor is {off:.2g} away from the CPU's, relative to its"
                     " norm; at most 1e-4 is expected")
    return seen


def speed(kit, wanted, **environment):
    if kit.dry:
        if any("xla" in want for want in wanted):
            raise CannotRun("on a CPU, XLA is ten times slower and proves nothing of a GPU")
        wanted = [want.replace("mixed_float16", "float32").rpartition(",")[0] + ",2" for want in wanted]
    answers = kit.proof(200, "speed", kit.home / "data/mnist", kit.device, *wanted, **environment)
    return {",".join(want.split(",")[:4]): {key: rounded(value) for key, value in answer.items()
                                            if key not in ("architecture", "precision", "xla", "batch")}
            for want, answer in zip(wanted, answers)}


def determinism(kit):
    """Two runs of one seed end with the same bytes; so does one that was killed and resumed."""
    options = ["--epochs", 3, "--limit", 1000 if kit.dry else 12000, "--deterministic", "--seed", 3]
    for name in ("deterministic-1", "deterministic-2"):
        kit.train(120, name, *options)
    hashes = [kit.weights(name) for name in ("deterministic-1", "deterministic-2")]
    if hashes[0] != hashes[1]:
        raise Failed("two runs with --deterministic and one seed have different weights")
    name = "deterministic-killed"
    process = kit.start("org.mnistcnn.cli.Main", "train", "--device", kit.device, "--name", name, "--output-dir",
                        kit.out, *options)
    checkpoints = kit.out / "runs" / name / "checkpoints"
    limit = time.monotonic() + 60
    while not any(checkpoints.glob("step-*.ckpt")) and process.poll() is None and time.monotonic() < limit:
        time.sleep(0.01)
    killed = process.poll() is None
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    if not killed or not any(checkpoints.glob("step-*.ckpt")):
        raise Failed("the run could not be killed between its first checkpoint and its end")
    kit.cli(120, "train", "--resume", "--device", kit.device, "--name", name, "--output-dir", kit.out)
    if kit.weights(name) != hashes[0]:
        raise Failed("a run that was killed and resumed has other weights than one that was not")
    return {"two_runs_are_equal": True, "killed_and_resumed_is_equal": True, "weights": hashes[0][:16]}


def exports(kit):
    """What a GPU exported is what a CPU exports, and answers alike on both."""
    options = ["--limit", 2000, "--epochs", 1, "--seed", 1]
    kit.train(90, "exported", *options)
    kit.cli(90, "train", "--device", "cpu", "--name", "exported-on-cpu", "--output-dir", kit.out, *options)
    graphs = []
    for name in ("exported", "exported-on-cpu"):
        content = (kit.out / "savedmodel" / name / "1" / "saved_model.pb").read_bytes()
        graphs.append(content.replace(b"exported-on-cpu", b"exported"))
    accuracies = {}
    for device in (kit.device, "cpu"):
        kit.cli(90, "evaluate", "--device", device, "--model", kit.out / "savedmodel/exported/1", "--name",
                f"evaluated-on-{device}", "--output-dir", kit.out)
        accuracies[device] = json.loads(
            (kit.out / "charts" / f"evaluated-on-{device}" / "metrics.json").read_text())["accuracy"]
    values = list(accuracies.values())
    if abs(values[0] - values[-1]) > 0.0005:
        raise Failed(f"the exported model's accuracy differs between devices: {accuracies}")
    return {"graph_without_devices": b"/device:" not in graphs[0], "accuracies": accuracies}


def two_processes(kit):
    """Two trainings at once, each held to a part of the memory."""
    with Watch() as memory:
        processes = [kit.start("org.mnistcnn.cli.Main", "train", "--device", kit.device, "--gpu-memory", "4g", "--name",
                               f"beside-{i}", "--output-dir", kit.out, *kit.short())
                     for i in (1, 2)]
        for process in processes:
            kit.finish(process, 90)
    return {"most_gpu_memory_mib": memory.most,
            "test_accuracies": [kit.result(f"beside-{i}")["test_accuracy"] for i in (1, 2)]}


def missing_gpu(kit):
    """A GPU that is not there is refused, and named."""
    if kit.dry:
        raise CannotRun("there is no GPU, so none of several could be missing")
    process = kit.start("org.mnistcnn.cli.Main", "train", "--device", "gpu:7", "--name", "missing", "--output-dir",
                        kit.out)
    output, _ = process.communicate(timeout=60)
    line = next((line for line in output.splitlines() if "GPU:7" in line), None)
    if process.returncode == 0 or line is None:
        raise Failed(f"train --device gpu:7 ends with {process.returncode}: {output[-300:]}")
    return {"exit_code": process.returncode, "message": line}


def benchmark(kit, precision):
    answer = json.loads(kit.cli(120, "benchmark", "--device", kit.device, "--precision", precision, "--epochs", 3,
                                "--json", *(["--limit", 1000] if kit.dry else [])).splitlines()[-1])
    return {key: value if isinstance(value, str) else [rounded(each) for each in value] if isinstance(value, list)
            else rounded(value) for key, value in answer.items()}


def steps():
    """What is done, the most telling first: the time may be over before the end."""
    return [
        ("card", card),
        ("devices", devices),
        ("parity with the CPU", parity),
        ("speed of steps", lambda kit: speed(kit, [
            "cnn,float32,plain,128,300", "cnn,mixed_float16,plain,128,300", "cnn,float32,plain,1024,100",
            "cnn,mixed_float16,plain,1024,100", "deep,float32,plain,128,100", "deep,mixed_float16,plain,128,100"])),
        ("train, float32", lambda kit: training(kit, "float32")),
        ("train, mixed_float16", lambda kit: training(kit, "mixed_float16", "--precision", kit.half())),
        ("deterministic, kill -9 and resume", determinism),
        ("exports", exports),
        ("first and second start", first_and_second_start),
        ("two processes", two_processes),
        ("a GPU that is missing", missing_gpu),
        ("benchmark, float32", lambda kit: benchmark(kit, "float32")),
        ("speed of steps with XLA", lambda kit: speed(kit, [
            "cnn,float32,xla,128,300", "cnn,mixed_float16,xla,1024,100"])),
        ("train, streamed", lambda kit: training(kit, "streamed", "--resident", "off", "--epochs", 3)),
        ("train, deep", lambda kit: training(kit, "deep", "--preset", "deep", "--precision", kit.half(), seconds=200)),
    ]


def prove(kit, only=None):
    """Runs the steps; gives what each said."""
    results = []
    for name, step in steps():
        if only and not any(word in name for word in only):
            continue
        start = time.monotonic()
        entry = {"step": name}
        if start > kit.deadline - 5:
            entry.update(result="not run", why="the time for all steps is over")
        else:
            try:
                entry.update(result="passed", seen=step(kit))
            except CannotRun as e:
                entry.update(result="not run", why=str(e))
            except Failed as e:
                entry.update(result="failed", why=str(e))
            except Exception as e:  # A fault of the kit's own is a result as well: the next step shall run.
                entry.update(result="failed", why=f"{type(e).__name__}: {e}")
        entry["seconds"] = round(time.monotonic() - start, 1)
        results.append(entry)
        line = entry.get("why") or json.dumps(entry["seen"])
        print(f"{entry['result']:8} {entry['seconds']:6.1f} s  {name}: {line}", flush=True)
    return results


def markdown(results):
    lines = ["| step | result | seconds | seen |", "| --- | --- | --- | --- |"]
    for entry in results:
        seen = entry.get("why") or json.dumps(entry["seen"])
        lines.append(f"| {entry['step']} | {entry['result']} | {entry['seconds']} | {seen} |")
    return "\n".join(lines) + "\n"
