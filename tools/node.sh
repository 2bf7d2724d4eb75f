#!/bin/sh
# Check the extension with Node: types, web-ext lint, unit tests, or what is named; `install` only fetches what they need,
# `has-node` only tells by its exit code whether the machine has a Node that is recent enough.
# Needs .venv for machines without Node 20 or newer.
set -eu

recent() { command -v npm >/dev/null && node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null; }

if [ "${1:-}" = has-node ]; then recent; exit; fi

if ! recent; then
    PATH=$PWD/.venv/bin:$PATH
    recent || tools/venv.sh '.[node]'
fi
stamp=node_modules/.stamp
if [ ! -e "$stamp" ] || [ package-lock.json -nt "$stamp" ]; then
    npm ci --no-audit --no-fund --loglevel=error
    touch "$stamp"
fi
[ "${1:-}" != install ] || exit 0
for check in ${*:-types lint test}; do
    npm run --loglevel=error "$check"
done
