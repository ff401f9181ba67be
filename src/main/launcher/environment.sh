# shellcheck shell=sh
# What TensorFlow reads from the environment, for shells to source: the launcher and the benchmarks do.
# The build copies this file into the folder of the program's jars. The tests have the same from pom.xml,
# and LauncherTest holds the two equal.

# The log level: 2 leaves errors only.
export TF_CPP_MIN_LOG_LEVEL="${TF_CPP_MIN_LOG_LEVEL:-2}"

# Without this, the first session of a process would decide for all how many threads share an op, and the
# sums in a result, which depend on that, would depend on what was computed before.
export TF_OVERRIDE_GLOBAL_THREADPOOL="${TF_OVERRIDE_GLOBAL_THREADPOOL:-1}"

# CUDA counts GPUs in the order in which nvidia-smi does, by their places on the bus, not the fastest first.
export CUDA_DEVICE_ORDER="${CUDA_DEVICE_ORDER:-PCI_BUS_ID}"
