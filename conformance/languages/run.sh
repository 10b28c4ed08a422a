#!/usr/bin/env bash
# The package in other languages: run.sh [python|go|java|dotnet]..., all of them unless some are named. Bindings are generated, and Bookinfo
# is written in each language as examples/languages/main.ts has it.
#   python  built, installed beside the packages that it names, and run: Bookinfo comes to the same bytes, and test_python.py holds
#   java    compiled and run with Maven. cdk8s and cdk8s-plus are compiled from their npm packages, since Maven Central lacks these releases
#   go      compiled beside cdk8s and cdk8s-plus as generated from their npm packages; not run, for want of jsii's runtime as a module
#   dotnet  generated
# Ends with the line "N passed, N failed", and with an error if anything failed. Needs Node and the languages themselves.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
root=$PWD
export JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION=20
export JSII_RUNTIME_PACKAGE_CACHE=disabled

passed=0
failed=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# The runtime unpacks the package there. Whatever package.json stands above must not be taken for the package's own.
echo '{}' >"$work/package.json"
mkdir "$work/tmp"
export TMPDIR=$work/tmp

# check NAME COMMAND...: one check, silent unless it fails.
check() {
  local name=$1 log failure
  shift
  # Not as a condition, under which bash goes on after a command that fails.
  set +e
  log=$(set -e; "$@" 2>&1 </dev/null)
  failure=$?
  set -e
  if [ "$failure" -eq 0 ]; then
    passed=$((passed + 1))
    echo "ok      $name"
  else
    failed=$((failed + 1))
    printf 'FAILED  %s\n%s\n' "$name" "$log"
  fi
}

# version PACKAGE: that which is installed here, of which the bindings of other languages have to be the same.
version() {
  node -p "require('$1/package.json').version"
}

# bindings LANGUAGE OUTDIR [PACKAGE]: generates the sources; a warning is an error.
bindings() {
  local output
  output=$(npx --no-install jsii-pacmak --code-only --target "$1" --outdir "$2" "${3:-.}" 2>&1) || { echo "$output"; return 1; }
  [ -z "$output" ] || { echo "$output"; return 1; }
}

# synthesized LANGUAGE COMMAND...: runs an app, and compares all that it writes.
synthesized() {
  local outdir=$work/$1
  shift
  CDK8S_OUTDIR=$outdir "$@"
  diff -r "$work/typescript" "$outdir"
}

compiled() {
  if [ ! -e .jsii ] || [ -n "$(find src imports bin package.json tsconfig.json -newer .jsii -type f -print -quit)" ]; then
    npm run --silent compile
  fi
}

typescript() {
  CDK8S_OUTDIR=$work/typescript npx --no-install tsx --tsconfig examples/tsconfig.json examples/languages/main.ts
}

check 'the package is compiled' compiled
check 'Bookinfo in TypeScript' typescript

[ $# -gt 0 ] || set -- python go java dotnet
for language; do
  source "conformance/languages/$language.sh"
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
