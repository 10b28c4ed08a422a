#!/usr/bin/env bash
# Asks the API server's own code, and kubectl-validate, whether objects would be created, and holds our answer against theirs, both ways:
# objects of every kind that are grown from schemas, those of examples, and mutants of all. compare/explained.ts tells what may differ.
# Options are passed on: --objects N (of a kind and release), --mutants N (of each of Kubernetes' own kinds), --seed N.
# Ends with the line "N passed, N failed", a question each.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
exec npx --no-install tsx --tsconfig conformance/tsconfig.json conformance/apiserver/compare/main.ts "$@"
