#!/bin/sh
# The last step of the launcher's build (mvn -Dlauncher package): a small training shows which classes a
# start needs, and the JVM writes them to classes.jsa in a form that it loads faster.
#
#   archive-classes.sh JAVA LIB HOME    LIB: the folder of the program's jars; HOME: of the project
#
# MNIST_CNN_JAVA_OPTS adds JVM flags, as in the launcher. Fails if the training does; a JVM that cannot
# write an archive is only warned of, for without one the program merely starts more slowly.
set -eu
java=$1
lib=$2
home=$3

# shellcheck source=src/main/launcher/environment.sh
. "$lib/environment.sh"

trial=$(mktemp -d)
trap 'rm -rf "$trial"' EXIT

rm -f "$lib/classes.jsa"
# shellcheck disable=SC2086 # the options are words
"$java" "@$lib/jvm.options" ${MNIST_CNN_JAVA_OPTS:-} -XX:ArchiveClassesAtExit="$lib/classes.jsa" \
  -Dmnistcnn.home="$home" -cp "$lib/*" org.mnistcnn.cli.Main \
  train --limit 256 --epochs 1 --output-dir "$trial" > "$trial/log" 2>&1 || {
  echo "the training that shows which classes a start needs has failed:" >&2
  cat "$trial/log" >&2
  exit 1
}
[ -f "$lib/classes.jsa" ] || {
  echo "WARNING: $java has written no class archive, so the program will start more slowly:" >&2
  cat "$trial/log" >&2
}
