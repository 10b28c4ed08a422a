#!/usr/bin/env bash
# Holds everything that the examples emit against the code by which a cluster would judge it: the API server's
# validation with the CRDs of Istio, the Gateway API and cert-manager, and Pod Security, before and after injection. And holds our
# reading of NetworkPolicies against that of network-config-analyzer, our validation of objects against the API server's own, and both
# demos against upstream's.
# Ends with the line "N passed, N failed", and with an error if anything failed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export CDK8S_CHECK_UPGRADE=false

passed=0
failed=0

# check NAME COMMAND...: one check, silent unless it fails.
check() {
  local name=$1 log
  shift
  if log=$("$@" 2>&1 </dev/null); then
    passed=$((passed + 1))
    echo "ok      $name"
  else
    failed=$((failed + 1))
    printf 'FAILED  %s\n%s\n' "$name" "$log"
  fi
}

# counted SCRIPT: checks that count themselves in their last line. Without a count the script did not get that far.
counted() {
  local output
  output=$(bash "$1" 2>&1 </dev/null || true)
  echo "$output"
  if [[ $(tail -n 1 <<<"$output") =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
    passed=$((passed + BASH_REMATCH[1]))
    failed=$((failed + BASH_REMATCH[2]))
  else
    failed=$((failed + 1))
  fi
}

synthesize() (
  cd "$1"
  npx --no-install cdk8s synth
)

# The demo comes first: on a fresh clone it installs what everything else needs.
check 'demo' npm run --silent demo
check 'demo, every routing' npm run --silent demo -- --all
check 'demo, upstream' npm run --silent demo -- --upstream
check 'demo:travel' npm run --silent demo:travel
check 'demo:travel, upstream' npm run --silent demo:travel -- --upstream
check 'demo:travel, every scenario' npm run --silent demo:travel -- --all
check 'demo:security' npm run --silent demo:security
for config in examples/*/cdk8s.yaml examples/*/apps/*/cdk8s.yaml; do
  [ -e "$config" ] || continue
  example=$(dirname "$config")
  check "cdk8s synth in $example" synthesize "$example"
done

check 'imports/ is what the pinned CRDs generate' node scripts/import.mjs --check
check 'the schemas of findings are what the pinned CRDs and types generate' node scripts/schemas/main.mjs --check
# No workflow runs here: what reads them as GitHub does judges them. Other linters, which a machine may have, are left out.
check 'the workflows are sound' go run github.com/rhysd/actionlint/cmd/actionlint@v1.7.12 -shellcheck= -pyflakes= .github/workflows/*.yml

log=$(mktemp)
trap 'rm -f "$log"' EXIT
# The tally decides, whatever the exit code of go. The first run builds kubectl-validate, which takes minutes.
counts=$( (cd conformance && go test -json -count=1 -timeout 20m ./... 2>"$log" </dev/null || true) | node conformance/tally.mjs)
read -r go_passed go_failed <<<"$counts"
[ "$go_failed" -eq 0 ] || cat "$log"
echo "go test: $go_passed passed, $go_failed failed"

passed=$((passed + go_passed))
failed=$((failed + go_failed))

# Both demos for every release of Istio, beside the CRDs of that release; an object each.
counted conformance/istio-versions/run.sh

# What the API server's own code refuses, and kubectl-validate, beside what our findings say; a question each.
counted conformance/apiserver/run.sh

# The semantics of NetworkPolicies, AuthorizationPolicies and Sidecars beside another analyzer's; Bookinfo and a random case each.
counted conformance/network-config-analyzer/run.sh

# Bookinfo and the Travel demo beside upstream's manifests; an object each.
counted conformance/parity/run.sh

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
