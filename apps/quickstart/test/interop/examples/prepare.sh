#!/usr/bin/env bash
# Installs what the programs of examples/ need, each where its tools are, into the folder named by the first argument: in the versions
# that stand in their files. "all" as the second argument takes those too that bring hundreds of megabytes.
set -euo pipefail
root=$(cd "$(dirname "$0")/../../../../.." && pwd)
mkdir -p "$1"
out=$(cd "$1" && pwd)

has() { command -v "$1" >/dev/null || { echo "SKIP $2: no $1 was found"; return 1; }; }
# Whether what is installed is for other sources than those here.
stale() { ! cmp -s "$1" "$out/$2/built-from"; }
built() { cp "$1" "$out/$2/built-from"; }
install() { npm install --prefix "$1" --ignore-scripts --no-fund --no-audit --no-update-notifier --silent --prefer-offline "${@:2}"; }

npm --prefix "$root" run -s build -- --out "$out/guard"
(cd "$out" && npm pack ./guard --silent >/dev/null)
names=(express fastify native machine device spa api api-fastify)
if [ "${2-}" = all ]; then names+=(next); fi
for name in "${names[@]}"; do
  mkdir -p "$out/$name"
  if stale "$root/examples/$name/package.json" "$name"; then
    cp "$root/examples/$name/package.json" "$out/$name/"
    install "$out/$name"
    built "$root/examples/$name/package.json" "$name"
  fi
  case "$name" in api*) install "$out/$name" --no-save "$out"/gatehouse-oauth-guard-*.tgz ;; esac
done
mkdir -p "$out"/{python,go,java}
if has python3 python && stale "$root/examples/python/requirements.txt" python; then
  python3 -m venv "$out/python"
  "$out/python/bin/pip" install --quiet --disable-pip-version-check -r "$root/examples/python/requirements.txt"
  built "$root/examples/python/requirements.txt" python
fi
if has go go && stale "$root/examples/go/main.go" go; then
  (cd "$root/examples/go" && go build -o /dev/null .)
  built "$root/examples/go/main.go" go
fi
if [ "${2-}" = all ] && has mvn java && has javac java && stale "$root/examples/java/pom.xml" java; then
  mvn -q -B -f "$root/examples/java/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies -DoutputDirectory="$out/java/lib" -DincludeScope=runtime
  built "$root/examples/java/pom.xml" java
fi
