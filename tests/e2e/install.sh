#!/bin/sh
# Install the Debian packages that the tests need and that are missing; where that is not allowed, say so in one line.
set -eu

missing=""
package() { dpkg -s "$1" 2>/dev/null | grep -q '^Status: install ok installed' || missing="$missing $1"; }

if ! command -v apt-get >/dev/null 2>&1; then
    echo "skipped: not a Debian system; browser tests skip what they do not find"
    exit 0
fi

command -v python3 >/dev/null 2>&1 || missing=" python3"
python3 -c 'import ensurepip, venv' 2>/dev/null || missing="$missing python3-venv"
# libatomic1 is for Playwright's driver, which does not bring it; curl and iproute2 are for the tests of the package;
# prometheus brings promtool, and systemd brings systemd-analyze; pymilter is compiled. mmdebstrap and systemd-nspawn
# (systemd-container) make and boot other Debians; buildah and podman (with crun) build and run the container image.
for name in curl iproute2 chromium firefox-esr thunderbird fonts-liberation fonts-noto-color-emoji sogo memcached \
    libatomic1 dovecot-imapd roundcube-core roundcube-sqlite3 roundcube-skin-larry php-cli php-sqlite3 postgresql nginx-light caddy prometheus systemd \
    postfix dovecot-sieve libmilter-dev gcc libc6-dev python3-dev mmdebstrap systemd-container buildah podman crun; do
    package "$name"
done
# Debian 12 is the last release with Horde; elsewhere its test is skipped.
if (. /etc/os-release && [ "$ID $VERSION_ID" = "debian 12" ]); then package php-horde-webmail; fi

if [ -z "$missing" ]; then
    echo "all installed"
    exit 0
fi
if [ "$(id -u)" != 0 ]; then
    if sudo -n true 2>/dev/null; then exec sudo -n "$0"; fi
    echo "skipped: only root or password-less sudo can install:$missing"
    exit 0
fi

# No service of these packages may start on the machine: the tests run their own.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
fi

echo "installing:$missing"
export DEBIAN_FRONTEND=noninteractive
apt() { apt-get -q -o DPkg::Lock::Timeout=300 "$@" </dev/null; }
log=$(mktemp)
# dbconfig-no-thanks in the same call, or Roundcube's package would make a database on whatever server it finds.
# shellcheck disable=SC2086
if ! { apt update && apt install -y --no-install-recommends dbconfig-no-thanks $missing; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    echo "could not install:$missing (the whole output: $log)" >&2
    exit 1
fi
rm -f "$log"
