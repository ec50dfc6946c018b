#!/usr/bin/env bash
# Makes .venv from uv.lock: `runtime` packages only, or `dev` with the tools of tests and checks.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p var

if command -v uv >/dev/null; then
    uv=uv
else
    uv=var/uv/bin/uv
    if [ ! -x $uv ]; then
        rm -rf var/uv
        if ! python3 -m venv var/uv >/dev/null 2>&1; then
            # Debian and Ubuntu keep the venv module in a package of its own.
            as_root=(); [ "$(id -u)" = 0 ] || as_root=(sudo -n)
            "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive sh -c 'apt-get update -q && apt-get install -y -q python3-venv' >/dev/null \
                || { echo "Please install Python's venv module: sudo apt-get install python3-venv" >&2; exit 1; }
            rm -rf var/uv
            python3 -m venv var/uv
        fi
        var/uv/bin/pip install --quiet --disable-pip-version-check uv
    fi
fi

# Compiled once here: else every child that draws a paper compiles its libraries anew where none may be written.
case "$1" in
    # --inexact: leave the tools alone when they are there, the demo does not mind them.
    runtime) $uv sync --quiet --frozen --no-dev --inexact --compile-bytecode ;;
    dev) $uv sync --quiet --frozen --compile-bytecode ;;
esac
touch ".venv/.$1"
