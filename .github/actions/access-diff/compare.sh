#!/usr/bin/env bash
# Compares two versions of manifests, and says what came of it: the report, and whether there is new access.
set -euo pipefail

report="${RUNNER_TEMP:-/tmp}/access-$$.md"
options=()
if [ -n "${ACCESS_ALLOW:-}" ]; then
  options+=(--allow "$ACCESS_ALLOW")
fi
while IFS= read -r folder; do
  if [ -n "$folder" ]; then
    options+=(--context "$folder")
  fi
done <<< "${ACCESS_CONTEXT:-}"

# The first line finds the comment again.
printf '<!-- cdk8s-istio: %s -->\n## %s\n\n' "$ACCESS_TITLE" "$ACCESS_TITLE" > "$report"
code=0
# The command may have arguments of its own.
# shellcheck disable=SC2086
$ACCESS_COMMAND diff "$ACCESS_OLD" "$ACCESS_NEW" "${options[@]+"${options[@]}"}" --format markdown >> "$report" || code=$?

case $code in
  0) new_access=false ;;
  1) new_access=true ;;
  *)
    echo "::error::The manifests could not be compared (exit code $code)."
    exit "$code"
    ;;
esac
{
  echo "new-access=$new_access"
  echo "report=$report"
} >> "$GITHUB_OUTPUT"
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
  cat "$report" >> "$GITHUB_STEP_SUMMARY"
fi
