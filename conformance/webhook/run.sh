#!/usr/bin/env bash
# Holds what our rules say of one object against what istiod's webhook says behind the schemas of the API server, both ways, by istiod's own
# code (of a commit on the way from 1.31: releases of istio.io/istio are no Go modules). Not part of `npm run conformance`: it downloads and
# compiles 400 MB of modules. A sample of its answers is kept in test/analysis/findings/webhook.jsonl, which the tests ask our rules about.
# Options are passed on: --objects N, --seed N, --record (writes the sample).
# Ends with the line "N passed, N failed", an object each.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
exec npx --no-install tsx --tsconfig examples/tsconfig.json conformance/webhook/compare/main.ts "$@"
