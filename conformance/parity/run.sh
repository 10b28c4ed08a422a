#!/usr/bin/env bash
# Compares Bookinfo and the Travel demo with upstream's manifests, object by object and field by field.
# Ends with the line "N passed, N failed", an object each.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
exec npx --no-install tsx --tsconfig examples/tsconfig.json conformance/parity/parity.ts
