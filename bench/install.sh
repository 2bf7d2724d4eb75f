#!/bin/sh
# Install what `make bench` compares with and pip does not bring: rspamd (Debian, as root) and mailauth (npm, into build/bench).
set -eu
cd "$(dirname "$0")/.."

if ! command -v rspamd >/dev/null 2>&1; then
    # No service may start: the benchmark runs its own on loopback.
    policy=/usr/sbin/policy-rc.d
    if [ ! -e "$policy" ]; then
        trap 'rm -f "$policy"' EXIT
        printf '#!/bin/sh\nexit 101\n' >"$policy"
        chmod +x "$policy"
    fi
    DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends rspamd valgrind
fi
PATH=$PWD/.venv/bin:$PATH npm install --prefix build/bench --no-save --ignore-scripts --no-audit --no-fund mailauth@7.1.0
