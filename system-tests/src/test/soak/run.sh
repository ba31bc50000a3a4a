#!/usr/bin/env bash
# Runs the soak from this checkout: live traffic under kills and rotations for a long time, judged as it comes.
#
#   run.sh [-Dsoak.minutes=90] [-Dsoak.rate=10000] [-Dsoak.kill=60] [-Dsoak.rotate=60] [-Dsoak.end=60] [-Dsoak.seed=N]
#          [-Dsoak.files=4] [-Dsoak.folder=target/soak]
#
# Prints a line a minute, then a table. Ends with 0 when all was well; otherwise everything stays where it lies. Do not
# build in this checkout while it runs.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../../../.." && pwd)

"$top/deploy/logbraid" --version >&2 # builds it when need be
(cd "$top" && mvn -B -q -pl system-tests -am test-compile dependency:build-classpath \
  -DincludeScope=test -Dmdep.outputFile=target/soak.classpath >&2)
exec java -XX:+UseSerialGC -Xms32m -Xmx128m -Dsoak.launcher="$top/deploy/logbraid" \
  -Dsoak.folder="$top/system-tests/target/soak" "$@" \
  -cp "$top/system-tests/target/test-classes:$(cat "$top/system-tests/target/soak.classpath")" \
  org.logbraid.system.soak.Soak
