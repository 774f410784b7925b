#!/bin/sh
# Build .venv from a lock file: venv.sh LOCK. Leaves everything alone when nothing changed.
set -eu
lock=$1
for candidate in "${PYTHON:-python3}" python3.13 python3.12 python3.11; do
  if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    python=$candidate
    break
  fi
done
if [ -z "${python:-}" ]; then
  echo "Daywright needs Python 3.11 or newer; PYTHON=/path/to/python3 names one." >&2
  exit 1
fi
if [ ! -x .venv/bin/pip ]; then
  if ! "$python" -c 'import ensurepip' 2>/dev/null; then
    sh scripts/need.sh "no-ensurepip:python3-venv"
  fi
  "$python" -m venv .venv
fi
echo "Installing the packages of $lock into .venv (once, about half a minute)"
.venv/bin/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r "$lock"
.venv/bin/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable . 2>/dev/null ||
  .venv/bin/pip install --quiet --disable-pip-version-check --no-deps --editable .
