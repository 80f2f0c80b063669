#!/bin/sh
# nights test [unit|numerics|integration|browser|fault ..]
# Installs what the chosen kinds of tests need (Debian and Ubuntu, as root; otherwise says what to run), restores, builds, checks the
# format, and runs each test project. The last line is "N passed, N failed", with the skipped ones when there are any.
# Without a kind: all of them, over the whole solution. With kinds: only their projects, and no format check.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)
cd "$root"
dotnet=${DOTNET:-dotnet}
results=$root/artifacts/test-results
minutes_per_project=20
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1

say() { printf '\n== %s\n' "$*"; }
die() { printf 'nights test: %s\n' "$*" >&2; exit 1; }

project_of() {
  case $1 in
    unit) echo Nights.Tests ;;
    numerics) echo Nights.NumericsTests ;;
    integration) echo Nights.IntegrationTests ;;
    browser) echo Nights.BrowserTests ;;
    fault) echo Nights.FaultTests ;;
    *) echo "nights test: '$1' is no kind of test; unit, numerics, integration, browser and fault are." >&2; exit 2 ;;
  esac
}

all="unit numerics integration browser fault"
kinds=${*:-$all}
for kind in $kinds; do project_of "$kind" >/dev/null; done

# --- What is missing -------------------------------------------------------------------------------------------------------------------

found() { # any of these files or commands
  for candidate in "$@"; do
    for match in $candidate; do [ -x "$match" ] && return 0; done
    command -v "$candidate" >/dev/null 2>&1 && return 0
  done
  return 1
}

missing=
need() { case " $missing " in *" $1 "*) ;; *) missing="${missing:+$missing }$1" ;; esac; }
servers() {
  [ -n "${NIGHTS_TEST_POSTGRES:-}" ] || found '/usr/lib/postgresql/*/bin/initdb' initdb || need postgresql
  [ -n "${NIGHTS_TEST_RABBITMQ:-}" ] || found '/usr/lib/rabbitmq/lib/*/sbin/rabbitmq-server' /usr/lib/rabbitmq/bin/rabbitmq-server || need rabbitmq-server
  if [ -z "${NIGHTS_TEST_S3:-}" ]; then
    found radosgw || need radosgw
    found ceph-mon || need ceph-mon
    found ceph-osd || need ceph-osd
  fi
}
for kind in $kinds; do
  case $kind in
    integration | fault) servers ;;
    browser)
      servers
      [ -n "${NIGHTS_TEST_CHROMIUM:-}" ] || found chromium chromium-browser google-chrome google-chrome-stable || need chromium
      ;;
  esac
done

install() {
  say "Installing $missing"
  # A package must not start a service of its own: the tests run private servers.
  if [ ! -e /usr/sbin/policy-rc.d ]; then
    printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
    chmod +x /usr/sbin/policy-rc.d
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT INT TERM
  fi
  export DEBIAN_FRONTEND=noninteractive
  # shellcheck disable=SC2086 # package names, one word each
  apt-get -o DPkg::Lock::Timeout=400 update -q >/dev/null &&
    apt-get -o DPkg::Lock::Timeout=400 install -y -q --no-install-recommends $missing >"$results/install.log" 2>&1 ||
    { tail -n 20 "$results/install.log" >&2; die "installing $missing failed; the whole log is in $results/install.log"; }
}

mkdir -p "$results"
if [ -n "$missing" ]; then
  if ! command -v apt-get >/dev/null; then
    die "missing: $missing (names of Debian's packages). Install them with this system's package manager, or point NIGHTS_TEST_POSTGRES, NIGHTS_TEST_RABBITMQ, NIGHTS_TEST_S3 and NIGHTS_TEST_CHROMIUM at running ones."
  elif [ "$(id -u)" != 0 ]; then
    die "missing: $missing. Run: sudo apt-get install --no-install-recommends $missing"
  fi
  install
fi

# --- Build -----------------------------------------------------------------------------------------------------------------------------

build() { # path
  "$dotnet" restore "$1" --locked-mode --disable-build-servers -v quiet
  "$dotnet" build "$1" -c Release --no-restore --disable-build-servers --nologo -v quiet
}

if [ $# -eq 0 ]; then
  say "Restoring and building (warnings are errors)"
  build NightsPipeline.sln
  say "Checking the format"
  "$dotnet" format whitespace . --folder --verify-no-changes --exclude artifacts ||
    die "the format differs from .editorconfig; run: dotnet format whitespace . --folder --exclude artifacts"
else
  for kind in $kinds; do
    say "Restoring and building $(project_of "$kind")"
    build "tests/$(project_of "$kind")"
  done
fi

# --- Run -------------------------------------------------------------------------------------------------------------------------------

passed=0 failed=0 skipped=0
number() { sed -n "s/.*<assembly [^>]*[ ]$1=\"\([0-9]*\)\".*/\1/p" "$2" | head -n 1; }

for kind in $kinds; do
  project=$(project_of "$kind")
  report=$results/$project.xml
  rm -f "$report"
  say "$project"
  code=0
  timeout -k 30 "${minutes_per_project}m" "artifacts/bin/$project/release/$project" -noLogo -noColor -result-xml "$report" || code=$?

  if [ "$code" -eq 124 ] || [ "$code" -eq 137 ]; then
    echo "nights test: $project did not end within $minutes_per_project minutes." >&2
    failed=$((failed + 1))
  elif [ ! -s "$report" ]; then
    echo "nights test: $project crashed with $code." >&2
    failed=$((failed + 1))
  else
    p=$(number passed "$report") f=$(number failed "$report") s=$(number skipped "$report") e=$(number errors "$report")
    passed=$((passed + ${p:-0})) failed=$((failed + ${f:-0} + ${e:-0})) skipped=$((skipped + ${s:-0}))
    if [ $((${p:-0} + ${f:-0})) -eq 0 ]; then
      echo "nights test: $project ran no test." >&2
      failed=$((failed + 1))
    elif [ "$code" -ne 0 ] && [ $((${f:-0} + ${e:-0})) -eq 0 ]; then
      echo "nights test: $project ended with $code although no test failed." >&2
      failed=$((failed + 1))
    fi
  fi
done

echo
if [ "$skipped" -gt 0 ]; then echo "$passed passed, $failed failed, $skipped skipped"; else echo "$passed passed, $failed failed"; fi
[ "$failed" -eq 0 ]
