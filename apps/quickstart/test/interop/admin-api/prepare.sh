#!/usr/bin/env bash
# Brings schemathesis into the folder named by the first argument.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

command -v python3 >/dev/null || { echo "SKIP schemathesis: no python3 was found"; exit 0; }
if ! cmp -s "$here/requirements.txt" "$1/built-from"; then
  rm -rf "$1"
  python3 -m venv "$1"
  "$1/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
  cp "$here/requirements.txt" "$1/built-from"
fi
