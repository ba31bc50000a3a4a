#!/usr/bin/env bash
# Tries the breaks of this folder, each a patch of one place: the simulation has to fail without it being changed.
#
#   try.sh [-n SEEDS] [NAME...]     all breaks, or those named; 300 seeds each
#
# A patch may begin with a line that names what is run against it:
#
#   against: simulation COLLECTORS  whole clusters; without such a line with one collector, with three for quorum-NAME
#   against: tests CLASS [SEEDS]    the tests of a class, those that take seeds with each of so many
#
# Only the patched class is compiled anew, into a folder of its own that comes first on the class path: the sources and
# target/classes stay as they are. Ends with 1 when a break was not found by any seed.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../../../.." && pwd)
seeds=300
if [ "${1:-}" = -n ]; then
  seeds=$2
  shift 2
fi
if [ $# -gt 0 ]; then names=("$@"); else mapfile -t names < <(cd "$here" && ls ./*.patch | sed 's,^\./,,; s,\.patch$,,'); fi

if [ -z "${BREAKS_CLASSPATH:-}" ]; then
  (cd "$top" && mvn -B -q -pl system-tests -am test-compile dependency:build-classpath \
    -DincludeScope=test -Dmdep.outputFile=target/breaks.classpath >&2)
  BREAKS_CLASSPATH=$top/system-tests/target/test-classes:$(cat "$top/system-tests/target/breaks.classpath")
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
missed=0
for name in "${names[@]}"; do
  patch=$here/$name.patch
  file=$(sed -n 's,^+++ b/,,p' "$patch")
  rm -rf "${work:?}"/*
  mkdir -p "$work/src/$(dirname "$file")" "$work/classes"
  cp "$top/$file" "$work/src/$file"
  patch -s -p1 -d "$work/src" < "$patch"
  javac -nowarn -proc:none -cp "$BREAKS_CLASSPATH" -d "$work/classes" "$work/src/$file" 2> "$work/javac" ||
    { cat "$work/javac" >&2; exit 2; }
  read -r what which count <<< "$(sed -n '1s/^against: //p' "$patch")"
  if [ "$what" = tests ]; then
    run=(org.logbraid.common.testing.TestsMain "$which" 1 "${count:-$seeds}")
  else
    case $name in quorum-*) collectors=3 ;; *) collectors=1 ;; esac
    run=(org.logbraid.system.sim.SimulationMain 1 "$seeds" "${which:-$collectors}")
  fi
  said=$(java -XX:+UseSerialGC -Dorg.slf4j.simpleLogger.defaultLogLevel=off \
    -cp "$work/classes:$BREAKS_CLASSPATH" "${run[@]}" 2> "$work/err" | tail -1)
  echo "$name: $said"
  case $said in "0 of "* | "") missed=1 ;; esac
done
exit $missed
