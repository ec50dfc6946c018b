#!/usr/bin/env bash
# Installs what the product needs beside Python: text layout libraries and Chinese fonts for its PDFs.
# With --tests also the browser of the browser tests. Does nothing when all of it is there.
set -euo pipefail
cd "$(dirname "$0")/.."

libraries=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk)
[ "${1:-}" = "--tests" ] && libraries+=(chromium)
fandol=var/fonts/fandol

installed() { dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q "ok installed"; }

# Ubuntu's chromium package is a snap: any Chromium or Chrome that is there will do.
have_browser() { command -v chromium chromium-browser google-chrome >/dev/null; }

missing=()
for package in "${libraries[@]}"; do
    if [ "$package" = chromium ] && have_browser; then continue; fi
    installed "$package" || missing+=("$package")
done

if [ ${#missing[@]} -gt 0 ] || [ ! -e "$fandol/FandolFang-Regular.otf" ]; then
    if ! command -v apt-get >/dev/null; then
        echo "This machine has no apt-get. Please install by hand: ${missing[*]} and the Fandol fonts (into $fandol)." >&2
        exit 1
    fi
fi

as_root=()
if [ "$(id -u)" != 0 ]; then as_root=(sudo -n); fi

if [ ${#missing[@]} -gt 0 ]; then
    if [ "$(id -u)" != 0 ] && ! sudo -n true 2>/dev/null; then
        echo "Missing system packages. Please run once: sudo apt-get install -y --no-install-recommends ${missing[*]}" >&2
        exit 1
    fi
    echo "installing: ${missing[*]}"
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -q >/dev/null
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" >/dev/null
fi

# The Fandol faces lie in a TeX package of 264 MB with its dependencies; only five files of it are wanted.
if [ ! -e "$fandol/FandolFang-Regular.otf" ]; then
    echo "fetching the Fandol fonts"
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    chmod 755 "$work"
    fetch() { (cd "$work" && apt-get download -q texlive-lang-chinese >/dev/null 2>&1); }
    if ! fetch; then
        # Package lists may be missing (fresh container) or old; root can renew them, others use their own copy.
        if [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; then
            "${as_root[@]}" apt-get update -q >/dev/null || true
        fi
        fetch || { echo "The Fandol fonts could not be fetched (apt-get download texlive-lang-chinese failed)." >&2; exit 1; }
    fi
    dpkg -x "$work"/texlive-lang-chinese_*.deb "$work/package"
    mkdir -p "$fandol.new"
    find "$work/package" -name 'Fandol[FHKS]*.otf' -exec cp {} "$fandol.new/" \;
    cp "$work/package/usr/share/doc/texlive-lang-chinese/copyright" "$fandol.new/LICENSE" 2>/dev/null || true
    rm -rf "$fandol"
    mv "$fandol.new" "$fandol"
fi
