#!/usr/bin/env bash
# Validate RDF of a repository with `kg check`, and leave its reports where GitHub looks for them. What is judged by what
# stands in the environment, paths one a line, patterns too; see docs/validation-in-your-repository.md.
set -euo pipefail

arguments=(check --fail-on "${KG_FAIL_ON:-violation}" --lang "${KG_LANG:-en}")

# Add an option for each line of a text, and for each path where a line is a pattern; a pattern of nothing stays, and
# `kg` says that no such file is there.
add() {
  local line path found
  while IFS= read -r line; do
    [ -n "${line// /}" ] || continue
    found=no
    while IFS= read -r path; do
      arguments+=("$1" "$path")
      found=yes
    done < <(compgen -G "$line" | sort)
    [ "$found" = yes ] || arguments+=("$1" "$line")
  done <<< "$2"
}

if [ -z "${KG_SHAPES:-}${KG_ONTOLOGY:-}" ]; then
  echo "::error title=kg check::Nothing says what to judge by: name shapes, or an ontology."
  exit 2
fi
add --shapes "${KG_SHAPES:-}"
add --data "${KG_DATA:-}"
add --ontology "${KG_ONTOLOGY:-}"
add --allow-empty "${KG_ALLOW_EMPTY:-}"
add --baseline "${KG_BASELINE:-}"

sarif=${KG_SARIF:-kg.sarif}
summary=$(mktemp)
trap 'rm -f "$summary"' EXIT
arguments+=(--report "sarif=$sarif" --report "markdown=$summary")
[ "${GITHUB_ACTIONS:-}" != true ] || arguments+=(--format github)

code=0
kg "${arguments[@]}" || code=$?
cat "$summary" >> "${GITHUB_STEP_SUMMARY:-/dev/null}"
if [ -n "${GITHUB_OUTPUT:-}" ]; then
  [ ! -f "$sarif" ] || echo "sarif=$sarif" >> "$GITHUB_OUTPUT"
  echo "exit-code=$code" >> "$GITHUB_OUTPUT"
fi
exit "$code"
