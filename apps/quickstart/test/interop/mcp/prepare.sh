#!/usr/bin/env bash
# Brings MCP clients of others and the official conformance runner into the folder named by the first argument.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

mkdir -p "$1"
if ! cmp -s "$here/package-lock.json" "$1/built-from"; then
  cp "$here/package.json" "$here/package-lock.json" "$here/.npmrc" "$1/"
  # Not "npm ci", which refuses any lock file of these: an optional package for Windows is not on the registry.
  (cd "$1" && npm install --ignore-scripts --no-fund --no-audit --silent)
  cp "$here/package-lock.json" "$1/built-from"
fi
