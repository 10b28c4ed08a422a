#!/usr/bin/env bash
# Synthesizes both demos, and all that we write otherwise by release, for every release of Istio that a mesh may be of, and asks
# kubectl-validate about each object with the CRDs of that release. Asks it about everything that a release has newly too, which the
# releases before refuse, as our findings do.
# Ends with the line "N passed, N failed", an object each.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
exec npx --no-install tsx --tsconfig conformance/tsconfig.json conformance/istio-versions/main.ts
