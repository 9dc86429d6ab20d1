#!/usr/bin/env bash
# Brings what checks the Kubernetes manifests into the folder named by the first argument: kubeconform, and the schemas of Kubernetes and of
# the custom resources that the chart and its examples use. With "all" as second argument helm too, which takes Go ten minutes of work.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
out=$(cd "$1" && pwd)

has() { command -v "$1" >/dev/null || { echo "SKIP $2: no $1 was found"; exit 0; }; }

# Their main packages are tools of modules of ours, whose go.sum says which sources they are built from.
bring_go() {
  cmp -s "$here/$1/go.sum" "$out/$1-built-from" && return
  (cd "$here/$1" && go build -ldflags '-s -w' -o "$out/$1" "$2")
  cp "$here/$1/go.sum" "$out/$1-built-from"
}

# The oldest version that the chart takes, and the newest that has schemas.
versions='1.34 1.37'
made_from() { cat "$here/crds/go.sum" "$here/requirements.txt" "$here/schemas.ts"; }

bring_schemas() {
  made_from | cmp -s - "$out/schemas-built-from" && return
  local half=$out/schemas-half version folders
  local modules=(github.com/cloudnative-pg/cloudnative-pg github.com/prometheus-operator/prometheus-operator sigs.k8s.io/gateway-api)
  rm -rf "$out"/schemas-*
  python3 -m venv "$half/python"
  "$half/python/bin/pip" download --quiet --disable-pip-version-check --no-deps --require-hashes --only-binary :all: --dest "$half" -r "$here/requirements.txt"
  "$half/python/bin/python" -m zipfile -e "$half"/kubernetes_validate-*.whl "$half/unpacked"
  cd "$here/crds"
  go mod download "${modules[@]}"
  mapfile -t folders < <(go list -m -f '{{.Dir}}' "${modules[@]}")
  for version in $versions; do
    node "$here/schemas.ts" "$out/schemas-$version" "$half/unpacked/kubernetes_validate/kubernetes-json-schema/v$version.0-local-strict" \
      "${folders[0]}"/config/crd/bases/*.yaml "${folders[1]}"/example/prometheus-operator-crd/*servicemonitors.yaml \
      "${folders[2]}"/config/crd/standard/gateway.networking.k8s.io_{httproutes,backendtlspolicies}.yaml
  done
  rm -rf "$half"
  made_from >"$out/schemas-built-from"
}

has go 'helm and kubeconform'
has python3 'the schemas of Kubernetes'
bring_go kubeconform github.com/yannh/kubeconform/cmd/kubeconform
bring_schemas
if [ "${2:-}" = all ]; then bring_go helm helm.sh/helm/v4/cmd/helm; fi
