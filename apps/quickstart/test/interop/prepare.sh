#!/usr/bin/env bash
# Brings the programs that are not ours, each kind into a folder of its own below the first argument.
set -u
here=$(cd "$(dirname "$0")" && pwd)
out=$1
# Maven does not live long enough to be optimized.
export MAVEN_OPTS=-XX:TieredStopAtLevel=1

# One build by Go keeps every processor busy; two at once compile twice what both need.
if GO_PROGRAM=$(type -P go) && command -v flock >/dev/null; then
  mkdir -p "$out"
  GO_LOCK=$(cd "$out" && pwd)/gatehouse-go.lock
  go() { flock "$GO_LOCK" "$GO_PROGRAM" "$@"; }
  export GO_PROGRAM GO_LOCK
  export -f go
fi

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
