#!/usr/bin/env bash
# Builds the programs that verify our tokens in other languages, each where its tools are installed, into the folder named by the
# first argument. They are fetched by pip, go and Maven, in the versions that stand in their files.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
out=$(cd "$1" && pwd)

has() { command -v "$1" >/dev/null || { echo "SKIP $2: no $1 was found"; return 1; }; }

if has python3 python && [ ! -x "$out/python/bin/python3" ]; then
  python3 -m venv "$out/python"
  "$out/python/bin/pip" install --quiet --disable-pip-version-check -r "$here/python/requirements.txt"
fi
if has go go; then
  (cd "$here/go" && go build -o "$out/go-api" .)
fi
if has mvn java && has javac java; then
  mkdir -p "$out/java"
  [ -d "$out/java/lib" ] ||
    mvn -q -B -f "$here/java/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies -DoutputDirectory="$out/java/lib"
  javac -d "$out/java" -cp "$out/java/lib/*" "$here/java/Api.java"
fi
