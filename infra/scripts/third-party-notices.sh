#!/bin/sh
# Writes THIRD-PARTY-NOTICES.md from the lock files of the programs and the licence each restored package declares.
# Run after a package changes: infra/scripts/third-party-notices.sh
set -eu
root=$(CDPATH= cd -- "$(dirname -- "$0")/../.." && pwd)
cache=${NUGET_PACKAGES:-$HOME/.nuget/packages}
out=$root/THIRD-PARTY-NOTICES.md

{
  cat <<'HEAD'
# Third-party notices

NightsPipeline is MIT-licensed. Its programs ship with the packages below, unmodified, each under its own licence; the licence files travel
inside the packages. Hangfire and Hangfire.PostgreSql are used as separate libraries under LGPL-3.0. libtorch is BSD-3-Clause (PyTorch) and carries its own
third-party notices. One file of axe-core (MPL-2.0) stands in the browser tests only.

Made by `infra/scripts/third-party-notices.sh` from the lock files.

| package | version | licence |
|---|---|---|
HEAD
  for lock in "$root"/services/*/packages.lock.json; do
    awk -F'"' '
      /^      "[^"]+": \{/ { name = $2 }
      /"type": "Project"/ { name = "" }
      /"resolved":/ && name != "" { print name "|" $4 }' "$lock"
  done | sort -fu | while IFS='|' read -r name version; do
    lower=$(printf '%s' "$name" | tr '[:upper:]' '[:lower:]')
    spec=$cache/$lower/$version/$lower.nuspec
    licence=$(sed -n 's/.*<license type="expression">\([^<]*\)<.*/\1/p' "$spec" 2>/dev/null | head -n 1)
    [ -n "$licence" ] || licence=$(sed -n 's/.*<license type="file">\([^<]*\)<.*/see \1 in the package/p' "$spec" 2>/dev/null | head -n 1)
    [ -n "$licence" ] || licence="see the package's project page"
    case $name in
      Hangfire*) licence="LGPL-3.0 ($licence)" ;;
      Microsoft.ML.OnnxRuntime*) licence="MIT ($licence)" ;;
    esac
    printf '| %s | %s | %s |\n' "$name" "$version" "$licence"
  done
} > "$out"
