#!/usr/bin/env bash
# Brings the programs that are not ours, each kind into a folder of its own below the first argument.
set -u
here=$(cd "$(dirname "$0")" && pwd)
out=$1
# Maven does not live long enough to be optimized.
export MAVEN_OPTS=-XX:TieredStopAtLevel=1

bring() {
  bash "$here/$1/prepare.sh" "$out/gatehouse-${2:-$1}"
}

# Those that use Maven, whose folder bears one run at a time, one after the other; the rest beside them.
{ bring admin-api schemathesis && bring kubernetes && bring examples && bring mcp; } &
beside=$!
code=0
bring verify-elsewhere && bring applications && bring issuers || code=$?
wait "$beside" || code=$?
exit $code
