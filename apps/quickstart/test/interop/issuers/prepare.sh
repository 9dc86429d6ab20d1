#!/usr/bin/env bash
# Brings issuers that are not ours into the folder named by the first argument: Keycloak and an application of Spring Authorization
# Server. With "all" as second argument Ory Hydra and dex too, which take Go and a C compiler many minutes of work.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
out=$(cd "$1" && pwd)

has() { command -v "$1" >/dev/null || { echo "SKIP $2: no $1 was found"; return 1; }; }

keycloak=26.7.3
keycloak_sha256=27a6535553c3cdcd083872ba40629efafb3475e3b758e0c6f691395561dd0f1f

# Whole, or not there at all: it is made beside its place and moved there when it is ready.
bring_keycloak() {
  local half="$out/keycloak-half" zip="keycloak-quarkus-dist-$keycloak.zip"
  rm -rf "$half" "$out"/keycloak
  mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy -Dartifact="org.keycloak:keycloak-quarkus-dist:$keycloak:zip" -DoutputDirectory="$half"
  (cd "$half" && echo "$keycloak_sha256  $zip" | sha256sum -c --quiet && jar xf "$zip" && rm "$zip")
  JAVA_OPTS_APPEND=-XX:TieredStopAtLevel=1 bash "$half/keycloak-$keycloak/bin/kc.sh" build --db=dev-mem --cache=local >"$half/build.log" 2>&1 || { cat "$half/build.log"; return 1; }
  mv "$half/keycloak-$keycloak" "$out/keycloak"
  echo "$keycloak" >"$out/keycloak/built-from"
  rm -rf "$half"
}

bring_spring() {
  mkdir -p "$out/spring"
  if ! cmp -s "$here/spring/pom.xml" "$out/spring/built-from"; then
    rm -rf "$out/spring/lib"
    mvn -q -B -f "$here/spring/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies -DoutputDirectory="$out/spring/lib" -DincludeScope=runtime
    cp "$here/spring/pom.xml" "$out/spring/built-from"
  fi
  javac -parameters -d "$out/spring" -cp "$out/spring/lib/*" "$here/spring/IssuerOfOthers.java"
}

# Their main packages are tools of a module of ours, whose go.sum says which sources they are built from.
bring_go() {
  (cd "$here/$1" && go build -tags sqlite,sqlite_omit_load_extension -o "$out/$1" "$2")
}

if has mvn java && has javac java; then
  if [ "$(cat "$out/keycloak/built-from" 2>/dev/null)" != "$keycloak" ]; then bring_keycloak; fi
  bring_spring
fi
if [ "${2:-}" = all ] && has go go && has gcc go; then
  bring_go hydra github.com/ory/hydra/v2
  bring_go dex github.com/dexidp/dex/cmd/dex
fi
