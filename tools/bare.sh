#!/usr/bin/env bash
# What a newcomer meets: a bare Debian in a folder, a fresh clone of the last commit, `make run`, and the checks.
# Usage, as root: tools/bare.sh bookworm|trixie|…     E2E=1: every check, in both browsers too
#   RUN='make packages services': these instead     KEEP=1: the folder stays
set -euo pipefail

suite=${1:?"usage: tools/bare.sh bookworm|trixie"}
source=$(cd "$(dirname "$0")/.." && pwd)
say() { printf '\n== %s, %s ==\n' "$suite" "$1"; }
stop() { echo "bare: $1" >&2 && exit 1; }

if [ -z "${BARE_ROOT:-}" ]; then
    [ "$(id -u)" = 0 ] || stop "only root can make another system in a folder"
    for program in debootstrap pivot_root unshare git; do
        command -v "$program" >/dev/null || stop "not installed: $program (apt-get install debootstrap util-linux git)"
    done
    # Mounts and processes live in namespaces of their own, and end with them however this ends.
    BARE_ROOT=$(mktemp -d "${TMPDIR:-/var/tmp}/lencana-bare-$suite-XXXXXX")
    chmod 755 "$BARE_ROOT"  # mail services and databases walk through it as users of their own
    export BARE_ROOT
    trap '[ -n "${KEEP:-}" ] && echo "kept: $BARE_ROOT" || rm -rf --one-file-system "$BARE_ROOT"' EXIT
    unshare --mount --propagation private --pid --fork --kill-child "$0" "$suite" &
    trap 'kill -KILL $! 2>/dev/null; exit 130' INT TERM HUP
    wait $!
    exit
fi

# The machine's own apt, pip and npm say where packages come from. None of it is written into the project.
archive() { # the address under which apt gets Debian's main archive, or its -security
    apt-get indextargets --format '$(ORIGIN) $(CODENAME) $(SITE)' 'Created-By: Packages' |
        awk -v end="$1" '$1 == "Debian" && $2 ~ "^[a-z]+" end "$" { print $3; exit }'
}

lend() { # show a file or folder of this machine at the same place in the other system, read-only
    [ -e "$1" ] && [ ! -e "$BARE_ROOT$1" ] || return 0
    mkdir -p "$BARE_ROOT$(dirname "$1")"
    if [ -d "$1" ]; then mkdir "$BARE_ROOT$1"; else : >"$BARE_ROOT$1"; fi
    mount --bind "$1" "$BARE_ROOT$1" && mount -o remount,bind,ro "$BARE_ROOT$1"
}

settings_of_pip() { # its files, and the folders and files that they name; an index lies beside the files it lists
    python3 -m pip config debug | sed -n 's/^ *\(\/.*\), exists: True$/\1/p'
    python3 -m pip config list | grep -o "file:///[^ ']*" | sed 's|^file://||; s|/[^/]*/*$||' || true
    python3 -m pip config list | grep -o "[ =']/[^ ']*" | sed 's/^.//' || true
}

make_system() {
    mount --bind "$BARE_ROOT" "$BARE_ROOT"  # what is to be / must be a mount
    mirror=$(archive "") && security=$(archive -security)
    [ -n "$mirror" ] || stop "apt on this machine knows no archive of Debian"
    packages=ca-certificates,git,make,python3,python3-venv
    log=$BARE_ROOT/debootstrap.out
    script=/usr/share/debootstrap/scripts/$suite
    [ -e "$script" ] || script=${script%/*}/sid  # a release that this debootstrap does not know yet
    debootstrap --variant=minbase --include=$packages "$suite" "$BARE_ROOT" "$mirror" "$script" >"$log" 2>&1 ||
        { tail -n 20 "$log" >&2; stop "debootstrap failed"; }
    [ -z "$security" ] || echo "deb $security $suite-security main" >>"$BARE_ROOT/etc/apt/sources.list"
    apt-config dump Acquire | grep -i proxy >"$BARE_ROOT/etc/apt/apt.conf.d/99machine" || true
    cp /etc/hosts "$BARE_ROOT/etc/hosts"
    cp -r /usr/local/share/ca-certificates "$BARE_ROOT/usr/local/share/"
    mount -t proc proc "$BARE_ROOT/proc"
    mount --rbind /sys "$BARE_ROOT/sys"
    mount --rbind /dev "$BARE_ROOT/dev"
}

lend_settings() {
    if python3 -m pip --version >/dev/null 2>&1; then
        settings_of_pip | sort -u | while read -r path; do lend "$path"; done
    fi
    lend "$HOME/.npmrc"
    if command -v npm >/dev/null; then
        NPM_CONFIG_GLOBALCONFIG=$(npm config get globalconfig)
        export NPM_CONFIG_GLOBALCONFIG
        lend "$NPM_CONFIG_GLOBALCONFIG"
    fi
}

enter() { # make the other system this shell's /, not by chroot: the kernel refuses user namespaces to who is in one
    cd "$BARE_ROOT"
    pivot_root . .  # this machine's / lies over the other,
    umount -l .     # until here
    cd /root/lencana
    for name in $(compgen -e); do # of this machine's environment the settings of package managers stay
        [[ ${name,,} =~ ^(pip_|npm_config_|(https?|no|all)_proxy$) ]] || export -n "$name"
    done
    # uv believes the system's certificates only when it is told where they are.
    export HOME=/root LANG=C.UTF-8 CI=1 SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt
    export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
}

# Port 0 is no choice for a server that another program must find.
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# Asks the server once. Minimal Debian has no curl.
ASK='
import json, sys, urllib.request
url, kind = f"http://127.0.0.1:{sys.argv[1]}/v1/check", {"Content-Type": "application/json"}
question = urllib.request.Request(url, json.dumps({"from": "OpenAI <a@openai-support.com>"}).encode(), kind)
print("answers:", json.load(urllib.request.urlopen(question))["verdict"])'

say "a bare system"
trap 'exit 130' INT TERM
make_system
lend_settings
git clone -q --no-hardlinks "$source" "$BARE_ROOT/root/lencana"
enter
update-ca-certificates >/dev/null
echo "Debian $(cat /etc/debian_version), $(python3 --version)"
git log --oneline -1

say "make run"
port=$(free_port)
began=$SECONDS
make run ARGS="--port $port" &
server=$!
until python3 -c "$ASK" "$port" 2>/dev/null; do
    kill -0 "$server" 2>/dev/null || stop "make run ended without an answer"
    sleep 0.5
done
echo "after $((SECONDS - began)) s"
kill "$server" && wait "$server" || true

checks=${RUN:-${E2E:+.ci/run}}
say "${checks:=make test-fast}"
sh -euc "$checks"
