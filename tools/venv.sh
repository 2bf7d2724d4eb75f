#!/bin/sh
# Install the project into .venv, making it first.   Usage: tools/venv.sh '.[dev]'
set -eu

usable() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    for name in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 python}; do
        if usable "$name"; then echo "$name" && return; fi
    done
    echo "lencana: no Python 3.11 or newer found; install one, or name it: make run PYTHON=/path/to/python3" >&2
    exit 1
}

if ! usable .venv/bin/python || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    python=$(find_python)
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        echo "lencana: $python has no venv module; on Debian: apt-get install python3-venv" >&2
        exit 1
    fi
    "$python" -m venv --clear .venv
fi
echo "Installing $1 into .venv ..."
.venv/bin/python -m pip install -qq --disable-pip-version-check --editable "$1"
