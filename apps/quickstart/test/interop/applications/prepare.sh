#!/usr/bin/env bash
# Builds applications that sign people in by other people's libraries, each where its tools are installed, into the folder named by
# the first argument. They are fetched by npm, pip, go and Maven, in the versions that stand in their files.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
out=$(cd "$1" && pwd)

has() { command -v "$1" >/dev/null || { echo "SKIP $2: no $1 was found"; return 1; }; }
# Whether what is built is of other sources than those here.
stale() { ! cmp -s "$1" "$out/$2/built-from"; }
built() { cp "$1" "$out/$2/built-from"; }

mkdir -p "$out"/{node,python,go,nimbus,spring}
cp "$here"/node/*.mjs "$here"/node/package.json "$here"/node/package-lock.json "$out/node/"
if stale "$here/node/package-lock.json" node; then
  (cd "$out/node" && npm ci --ignore-scripts --no-fund --no-audit --silent)
  built "$here/node/package-lock.json" node
fi
if has python3 python && stale "$here/python/requirements.txt" python; then
  python3 -m venv "$out/python"
  "$out/python/bin/pip" install --quiet --disable-pip-version-check -r "$here/python/requirements.txt"
  built "$here/python/requirements.txt" python
fi
if has go go; then
  (cd "$here/go" && go build -o "$out/go/application" .)
  [ -x "$out/go/oauth2-proxy" ] || GOBIN="$out/go" go install github.com/oauth2-proxy/oauth2-proxy/v7@v7.15.6
fi
java() {
  local name=$1 class=$2
  if stale "$here/$name/pom.xml" "$name"; then
    mvn -q -B -f "$here/$name/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies -DoutputDirectory="$out/$name/lib" -DincludeScope=runtime
    built "$here/$name/pom.xml" "$name"
  fi
  javac -parameters -d "$out/$name" -cp "$out/$name/lib/*" "$here/$name/$class.java"
}
if has mvn java && has javac java; then
  java nimbus NimbusApplication
  java spring SpringApplicationOfOthers
fi
