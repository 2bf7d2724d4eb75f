#!/bin/sh
# Check the extension with Node: types, web-ext lint, unit tests; without Node, say so in one line.
set -eu

if ! command -v node >/dev/null 2>&1 || ! command -v npm >/dev/null 2>&1; then
    echo "skipped: node and npm are not installed"
    exit 0
fi
stamp=node_modules/.stamp
if [ ! -e "$stamp" ] || [ package-lock.json -nt "$stamp" ]; then
    npm ci --no-audit --no-fund --loglevel=error
    touch "$stamp"
fi
npm run --silent types
npm run --silent lint
npm run --silent test
