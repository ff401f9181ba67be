"""Packs what a machine with a GPU and nothing else needs to run the proof, in parts that can be carried there."""

import hashlib
import io
import json
import lzma
import multiprocessing
import os
import pathlib
import shutil
import subprocess
import tarfile
import zipfile

from gpu_kit import fatbin

SLICE = 8 << 20

TENSORFLOW = "org/tensorflow/internal/c_api/linux-x86_64-gpu"
CUDA = "org/bytedeco/cuda/linux-x86_64"

# What a convolutional network calls. Of cuDNN all but libcudnn_adv (recurrent networks, attention); nvrtc, with which
# cuDNN compiles fused kernels; cupti, which tells TensorFlow's trace how long kernels take.
CUDA_LIBRARIES = [
    "libcudart.so.12",
    "libcublasLt.so.12",
    "libcublas.so.12",
    "libnvrtc-builtins.so.12.6",
    "libnvrtc.so.12",
    "libcudnn_graph.so.9",
    "libcudnn_ops.so.9",
    "libcudnn_heuristic.so.9",
    "libcudnn_engines_precompiled.so.9",
    "libcudnn_engines_runtime_compiled.so.9",
    "libcudnn_cnn.so.9",
    "libcudnn.so.9",
    "libcupti.so.12",
]

# TensorFlow opens these and calls nothing of them here: empty libraries of that name will do.
STUBS = ["libcufft.so.11", "libcusparse.so.12", "libcusolver.so.11", "libnccl.so.2"]

MODULES = ["java.desktop", "java.logging", "java.management", "java.naming", "java.net.http", "java.sql", "java.xml",
           "jdk.charsets", "jdk.management", "jdk.unsupported", "jdk.zipfs"]

# Of the system, for what Java draws: all that its font library needs, but the C library's own family.
OF_EVERY_SYSTEM = ("libc.so", "libm.so", "libdl.so", "libpthread.so", "librt.so", "ld-linux", "linux-vdso",
                   "libstdc++.so", "libgcc_s.so", "libjvm.so", "libjava.so", "libawt.so")
FONTS = ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"]


class PackError(Exception):
    """What stands in the way of packing, in one line."""


def run(*command, **options):
    return subprocess.run([str(word) for word in command], check=True, stdout=subprocess.PIPE, text=True,
                          **options).stdout


def only(folder, pattern):
    found = list(folder.glob(pattern))
    if len(found) != 1:
        raise PackError(f"one {folder / pattern} is needed, there are {len(found)}")
    return found[0]


def natives(jars, capability, stage):
    """TensorFlow's natives and NVIDIA's libraries as a folder for the class path, pruned."""
    for jar, folder, names in (
        (jars["tensorflow"], TENSORFLOW, None),
        (jars["cuda"], CUDA, CUDA_LIBRARIES),
    ):
        (stage / folder).mkdir(parents=True)
        with zipfile.ZipFile(jar) as archive:
            if names is None:
                names = [pathlib.PurePosixPath(name).name for name in archive.namelist()
                         if name.startswith(folder + "/") and ".so" in name]
            for name in names:
                with archive.open(f"{folder}/{name}") as source, open(stage / folder / name, "wb") as target:
                    shutil.copyfileobj(source, target, 1 << 20)
                fatbin.prune(stage / folder / name, capability)
    for soname in STUBS:
        run("gcc", "-shared", "-nostdlib", f"-Wl,-soname,{soname}", "-o", stage / CUDA / soname, "-xc", os.devnull)


def runtime(java_home, stage):
    run(pathlib.Path(java_home) / "bin/jlink", "--add-modules", ",".join(MODULES), "--strip-debug", "--no-man-pages",
        "--no-header-files", "--output", stage / "jre")
    libraries = stage / "syslib"
    libraries.mkdir()
    wanted = [stage / "jre/lib/libfontmanager.so", stage / "jre/lib/libawt_headless.so"]
    fontconfig = next((line.split()[-1] for line in run("/sbin/ldconfig", "-p").splitlines()
                       if "libfontconfig.so.1 " in line and "x86-64" in line), None)
    if fontconfig is None:
        raise PackError("libfontconfig.so.1 is needed; install fontconfig")
    wanted.append(fontconfig)
    shutil.copy(fontconfig, libraries)
    for library in wanted:
        for line in run("ldd", library).splitlines():
            name, _, rest = line.strip().partition(" => ")
            if rest and not name.startswith(OF_EVERY_SYSTEM) and not rest.startswith("not found"):
                file = rest.split()[0]
                if str(stage) not in file:
                    shutil.copy(file, libraries / name)
    fonts = stage / "fonts"
    fonts.mkdir()
    for name in FONTS:
        file = run("fc-list", ":", "file").splitlines()
        found = next((line.rstrip(": ") for line in file if line.rstrip(": ").endswith("/" + name)), None)
        if found is None:
            raise PackError(f"the font {name} is needed; install DejaVu's fonts")
        shutil.copy(found, fonts)


def program(home, jars, stage):
    """The jars but for the natives, the tests' classes that prove things of the engine, MNIST, this package."""
    lib = home / "target/lib-gpu-redist"
    (stage / "lib").mkdir()
    for jar in sorted(lib.glob("*.jar")):
        if jar not in jars.values():
            shutil.copy(jar, stage / "lib")
    for name in ("environment.sh", "jvm.options"):
        shutil.copy(lib / name, stage)
    classes = home / "target/test-classes/org/mnistcnn/engine"
    proofs = sorted(classes.glob("GpuProof*.class"))
    if not proofs:
        raise PackError("the tests' classes are needed; run mvn test-compile")
    (stage / "proof/org/mnistcnn/engine").mkdir(parents=True)
    for file in proofs:
        shutil.copy(file, stage / "proof/org/mnistcnn/engine")
    shutil.copytree(home / "data/mnist", stage / "data/mnist")


def compress(raw):
    return lzma.compress(raw, preset=6)


def slices(folders):
    """One tar of the folders, in a fixed order and without times or owners, in slices."""
    buffer = bytearray()

    class Sink(io.RawIOBase):
        def write(self, data):
            buffer.extend(data)
            return len(data)

    with tarfile.open(fileobj=Sink(), mode="w|", format=tarfile.PAX_FORMAT) as archive:
        for folder in folders:
            for file in sorted(p for p in folder.rglob("*") if p.is_file()):
                info = archive.gettarinfo(str(file), str(file.relative_to(folder)))
                info.mtime = info.uid = info.gid = 0
                info.uname = info.gname = ""
                with open(file, "rb") as source:
                    archive.addfile(info, source)
                while len(buffer) >= SLICE:
                    yield bytes(buffer[:SLICE])
                    del buffer[:SLICE]
    yield bytes(buffer)


def write_parts(folders, out, cache, part_bytes):
    """Parts that are files of xz each, so that they can be unpacked side by side; compressed slices are kept."""
    cache.mkdir(parents=True, exist_ok=True)

    def key(raw):
        return cache / (hashlib.sha256(raw).hexdigest() + ".xz")

    used = set()
    parts = []
    size = part_bytes + 1

    def done(raw, compressed):
        nonlocal size
        file = key(raw)
        used.add(file)
        if compressed is not None:
            partial = file.with_suffix(".partial")
            partial.write_bytes(compressed)
            partial.rename(file)
        content = file.read_bytes()
        if size + len(content) > part_bytes:
            parts.append(out / f"part-{len(parts):02d}.xz")
            parts[-1].write_bytes(b"")
            size = 0
        with open(parts[-1], "ab") as part:
            part.write(content)
        size += len(content)

    with multiprocessing.Pool() as pool:
        waiting = []
        for raw in slices(folders):
            waiting.append((raw, None if key(raw).exists() else pool.apply_async(compress, (raw,))))
            while len(waiting) > 2 * multiprocessing.cpu_count():
                raw, result = waiting.pop(0)
                done(raw, result and result.get())
        for raw, result in waiting:
            done(raw, result and result.get())
    for file in cache.glob("*"):
        if file not in used:
            file.unlink()
    return parts


def pack(home, java_home, out, capability, part_bytes):
    """Writes the parts, their checksums and what unpacks and runs them into the folder out."""
    jars = {name: only(home / "target/lib-gpu-redist", pattern)
            for name, pattern in (("tensorflow", "tensorflow-core-native-*-gpu.jar"), ("cuda", "cuda-*-redist.jar"))}
    work = home / "target/gpu-kit-work"
    stage = work / "stage"
    shutil.rmtree(stage, ignore_errors=True)
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    natives_folder = stage / "natives"
    (natives_folder / "natives").mkdir(parents=True)
    natives(jars, capability, natives_folder / "natives")
    rest = stage / "rest"
    rest.mkdir()
    runtime(java_home, rest)
    program(home, jars, rest)
    (rest / "kit.json").write_text(json.dumps({"computeCapability": capability / 10}) + "\n")
    parts = write_parts([natives_folder, rest], out, work / "cache", part_bytes)
    package = out / "gpu_kit"
    package.mkdir()
    for file in pathlib.Path(__file__).parent.glob("*.py"):
        shutil.copy(file, package)
    shutil.copy(home / "ci/gpu-kit", out)
    sums = "".join(f"{hashlib.sha256(part.read_bytes()).hexdigest()}  {part.name}\n" for part in parts)
    (out / "SHA256SUMS").write_text(sums)
    shutil.rmtree(stage)
    return parts
