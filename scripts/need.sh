#!/bin/sh
# Make sure commands exist: need.sh COMMAND:PACKAGE … installs the missing packages when root on Debian, else says how.
set -eu
missing=
for pair in "$@"; do
  command -v "${pair%%:*}" >/dev/null 2>&1 || missing="$missing ${pair#*:}"
done
[ -n "$missing" ] || exit 0
if ! command -v apt-get >/dev/null 2>&1; then
  echo "Daywright needs these programs, which this system lacks:$missing" >&2
  echo "Please install them with your package manager and run make again." >&2
  exit 1
fi
if [ "$(id -u)" != 0 ]; then
  echo "Daywright needs a few more packages. Please run this once, then make again:" >&2
  echo "    sudo apt-get install -y --no-install-recommends$missing" >&2
  exit 1
fi
echo "Installing:$missing"
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086  # a list of words is meant
apt-get install -y -qq --no-install-recommends $missing >/dev/null 2>&1 || {
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends $missing >/dev/null
}
