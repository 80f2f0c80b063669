#!/bin/sh
# Takes the pictures of the HIT page in docs/images/hit: every screen that the browser tests look at, small enough to be kept.
# Needs Chromium, as the tests do, and ImageMagick's convert. Usage: infra/scripts/hit-screens.sh
set -eu
cd "$(dirname "$0")/../.."
command -v convert > /dev/null || { echo "hit-screens: ImageMagick's 'convert' is missing; install the package imagemagick." >&2; exit 1; }
shots=$(mktemp -d)
trap 'rm -rf "$shots"' EXIT
dotnet build tests/Nights.BrowserTests -c Release --nologo -v q
NIGHTS_SCREENSHOTS=$shots artifacts/bin/Nights.BrowserTests/release/Nights.BrowserTests -noLogo \
    -class Nights.BrowserTests.EveryScreenTests -class Nights.BrowserTests.NoticeTests -class Nights.BrowserTests.WindowTests
mkdir -p docs/images/hit
for shot in "$shots"/*.png; do
    # Two densities show the same twice, and the sideways phone differs in the trial alone.
    case $(basename "$shot") in
        console-* | phone-landscape-0[1-6]* | phone-landscape-0[89]* | phone-landscape-1* | zoom200-0[1-6]* | zoom200-0[89]* | zoom200-1* | rtl-phone-* | *-feedback-1.png | *-trial-last.png) continue ;;
    esac
    convert "$shot" -strip -resize '1280x900>' -dither FloydSteinberg -colors 192 -define png:compression-level=9 "docs/images/hit/$(basename "$shot")"
done
