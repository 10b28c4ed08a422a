#!/usr/bin/env bash
# Asks network-config-analyzer (NCA) and us who may ask what of whom: in Bookinfo, in random meshes with AuthorizationPolicies,
# Sidecars and NetworkPolicies, and under random NetworkPolicies alone. docs/network-config-analyzer.md tells where they differ.
# Options are passed on: --cases N, --istio-cases N, --seed N, --seconds N (of each kind). Ends with the line
# "N passed, N failed", a case each.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

version=2.1.0
venv=conformance/.venv

installed() { "$venv/bin/python" -c "import importlib.metadata as m; assert m.version('network-config-analyzer') == '$version'" 2>/dev/null; }
if ! installed; then
  python3 -m venv --clear "$venv"
  "$venv/bin/pip" install --quiet "network-config-analyzer==$version"
fi
exec npx --no-install tsx conformance/network-config-analyzer/main.ts "$@"
