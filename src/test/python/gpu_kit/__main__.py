"""ci/gpu-kit: packs a proof for a machine with a GPU and nothing else, and runs it there."""

import argparse
import concurrent.futures
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import time

from gpu_kit import pack, proof


def arguments():
    parser = argparse.ArgumentParser(prog="ci/gpu-kit", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    packing = commands.add_parser("pack", help="make the parts, in target/gpu-kit")
    packing.add_argument("--compute-capability", default="9.0",
                         help="that of the GPU, such as 8.0 for an A100 (default: 9.0, an H100)")
    packing.add_argument("--part-size", type=int, default=60, help="at most so many million bytes (default: 60)")
    running = commands.add_parser("run", help="join, check and unpack the parts, and run the proof")
    running.add_argument("--parts", default="target/gpu-kit", help="where they are (default: target/gpu-kit)")
    running.add_argument("--work", default="target/gpu-kit-run", help="where to unpack and write")
    running.add_argument("--out", default="target/gpu-kit-result", help="where gpu-kit.json and gpu-kit.md go")
    running.add_argument("--minutes", type=float, default=10, help="at most so long in all (default: 10)")
    running.add_argument("--dry", action="store_true", help="on the CPU of a machine without a GPU")
    running.add_argument("--only", action="append", help="only steps with this in their names")
    return parser.parse_args()


def check(parts, line):
    sha, name = line.split()
    if hashlib.sha256((parts / name).read_bytes()).hexdigest() != sha:
        raise pack.PackError(f"{parts / name}: its checksum is not that of SHA256SUMS; carry it over again")


def unpack(parts, home):
    """Checks and unpacks the parts side by side; keeps what an earlier run has unpacked."""
    sums = (parts / "SHA256SUMS").read_text()
    done = home / "UNPACKED"
    if done.exists() and done.read_text() == sums:
        return
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    names = [line.split()[1] for line in sums.splitlines()]
    missing = [name for name in names if not (parts / name).exists()]
    if missing:
        raise pack.PackError(f"{parts}: the parts {missing} are missing; carry them over")

    def raw(name):
        with open(home / (name + ".raw"), "wb") as target:
            subprocess.run(["xz", "-dc", str(parts / name)], check=True, stdout=target)

    with concurrent.futures.ThreadPoolExecutor() as pool:
        list(pool.map(lambda line: check(parts, line), sums.splitlines()))
        list(pool.map(raw, names))
    with subprocess.Popen(["tar", "-xf", "-", "-C", str(home)], stdin=subprocess.PIPE) as tar:
        for name in names:
            with open(home / (name + ".raw"), "rb") as source:
                shutil.copyfileobj(source, tar.stdin, 1 << 20)
            (home / (name + ".raw")).unlink()
        tar.stdin.close()
    if tar.returncode:
        raise pack.PackError("tar could not unpack the parts")
    done.write_text(sums)


def run(given):
    start = time.monotonic()
    work = pathlib.Path(given.work).absolute()
    out = pathlib.Path(given.out).absolute()
    out.mkdir(parents=True, exist_ok=True)
    home = work / "kit"
    unpack(pathlib.Path(given.parts), home)
    unpacked = round(time.monotonic() - start, 1)
    print(f"unpacked in {unpacked} s", flush=True)
    (work / "steps").mkdir(exist_ok=True)
    kit = proof.Kit(home, work / "steps", start + 60 * given.minutes, "cpu" if given.dry else "gpu")
    results = proof.prove(kit, given.only)
    (out / "gpu-kit.json").write_text(json.dumps({"unpack_seconds": unpacked, "steps": results}, indent=1) + "\n")
    (out / "gpu-kit.md").write_text(proof.markdown(results))
    return 0 if all(entry["result"] == "passed" for entry in results) else 1


def main():
    given = arguments()
    try:
        if given.command == "pack":
            home = pathlib.Path(__file__).resolve().parents[4]
            java = shutil.which("java")
            java_home = os.environ.get("JAVA_HOME") or str(pathlib.Path(os.path.realpath(java)).parents[1])
            major, minor = given.compute_capability.split(".")
            parts = pack.pack(home, java_home, home / "target/gpu-kit", int(major) * 10 + int(minor), given.part_size * 1_000_000)
            for part in parts:
                print(f"{part}  {part.stat().st_size / 1e6:.1f} MB")
            return 0
        return run(given)
    except pack.PackError as e:
        print(f"gpu-kit: {e}", file=sys.stderr)
        return 1


sys.exit(main())
