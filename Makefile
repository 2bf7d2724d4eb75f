# make run: the server.  make test: every check.  make help: the rest.
ifndef SIDE_BY_SIDE
.NOTPARALLEL:
endif
.DEFAULT_GOAL := help
SHELL := /bin/sh

PYTHON_OF_VENV := .venv/bin/python
# Compiled modules and tests are kept even where the environment forbids it: else each program compiles all of them anew.
unexport PYTHONDONTWRITEBYTECODE
heading = @printf '\n== %s ==\n' "$(1)"

# Suites that need nothing of one another, the longest first: to add one, name its target here.
QUICK := unit-slow unit-pure unit-io mypy node ruff imports
SLOW := firefox chromium services
# One more than there are cores, for each waits now and then; with two more, each takes a tenth more of the processor.
JOBS := $(shell expr $$(nproc 2>/dev/null || echo 2) + 1)
# Each prints as a whole when it ends; with --keep-going one that fails stops no other.
side_by_side = @echo "side by side: $(1)"; \
	$(MAKE) --no-print-directory --jobs=$(JOBS) --output-sync=target SIDE_BY_SIDE=1 $(1) || \
	{ echo 'not all passed: *** above marks what failed'; exit 1; }
# Where the machine has a Node, npm fetches beside pip; else pip brings one first.
NODE_NEEDS := .venv/dev.stamp
fetched = @$(MAKE) --no-print-directory --jobs=3 SIDE_BY_SIDE=1 NODE_NEEDS="$$(tools/node.sh has-node || echo $(1))" \
	$(1) node-modules $(2)
pytest_e2e = @$(PYTHON_OF_VENV) -m pytest -q -m e2e --maxfail=6 --reruns 1 --rerun-show-tracebacks --durations=8 --durations-min=10

.PHONY: help run test test-fast set-up systems checks packages lint unit $(QUICK) node-modules extension e2e $(SLOW) deb image bare evaluate bench profile \
	fuzz clean adapters

help: ## show this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

run: .venv/run.stamp ## start the server on 127.0.0.1:8025 (ARGS='--port 9000' for others)
	@exec $(PYTHON_OF_VENV) -m lencana serve $(ARGS)

test: packages set-up checks ## every check, in both browsers too; as root or with sudo it installs what it needs

test-fast: ## what needs no browser, but for the slow half, in about a minute
	$(call fetched,.venv/dev.stamp)
	$(call side_by_side,$(filter-out unit-slow,$(QUICK)))

# While pip and npm fetch, the Debians are made in which the tests try the package.
set-up:
	$(call fetched,.venv/e2e.stamp,systems)

systems:
	@python3 tests/deploy/debian.py || echo 'not made: other Debians'

checks: .venv/e2e.stamp node-modules
	$(call side_by_side,$(SLOW) $(QUICK))

packages:
	$(call heading,Debian packages)
	@tests/e2e/install.sh

lint: ruff mypy imports ## ruff, mypy and the import rules

ruff: .venv/dev.stamp
	$(call heading,ruff)
	@$(PYTHON_OF_VENV) -m ruff check .
	@$(PYTHON_OF_VENV) -m ruff format --check .

mypy: .venv/dev.stamp
	$(call heading,mypy)
	@$(PYTHON_OF_VENV) -m mypy

imports: .venv/dev.stamp
	$(call heading,import rules)
	@.venv/bin/lint-imports --no-logo

node-modules: $(NODE_NEEDS)
	@tools/node.sh install

node: .venv/dev.stamp ## the extension: types, web-ext lint, unit tests
	$(call heading,extension)
	@tools/node.sh

extension: .venv/dev.stamp ## the extension's archives for both stores, into build/
	$(call heading,extension: archives)
	@$(PYTHON_OF_VENV) -m lencana extension pack --store -o build
	@tools/node.sh lint-packed

unit: .venv/dev.stamp ## unit and case tests
	$(call heading,pytest: unit and cases)
	@$(PYTHON_OF_VENV) -m pytest -q -m 'not e2e'

# Of the fast files half is about messages and lists alone.
PURE := tests/test_cases.py $(addprefix tests/,core engine registry signatures trust)

unit-pure: .venv/dev.stamp
	$(call heading,pytest: $(PURE))
	@$(PYTHON_OF_VENV) -m pytest -q -m 'not e2e and not slow' $(PURE)

unit-io: .venv/dev.stamp
	$(call heading,pytest: the other fast unit tests)
	@$(PYTHON_OF_VENV) -m pytest -q -m 'not e2e and not slow' $(addprefix --ignore=,$(PURE))

unit-slow: .venv/dev.stamp
	$(call heading,pytest: the slow files of the unit tests)
	@$(PYTHON_OF_VENV) -m pytest -q -m 'not e2e and slow'

e2e: .venv/e2e.stamp node-modules ## both browsers, real webmails, real servers and databases
	$(call side_by_side,$(SLOW))

chromium: .venv/e2e.stamp ## the end-to-end tests in Chromium alone
	$(call heading,pytest: end to end in Chromium)
	$(pytest_e2e) -k chromium

firefox: .venv/e2e.stamp ## the end-to-end tests in Firefox alone
	$(call heading,pytest: end to end in Firefox)
	$(pytest_e2e) -k firefox

services: .venv/e2e.stamp ## the end-to-end tests without a browser: packages, faults, the handbook, many restarts
	$(call heading,pytest: end to end without a browser)
	$(pytest_e2e) -k 'not chromium and not firefox'

deb: ## the Debian package of the server for the release that this runs on, into build/
	@deploy/deb/build.sh

image: ## the container image of the server, without a daemon, into build/; as root
	@deploy/container/build.sh

bare: ## a bare Debian, a fresh clone, make run, make test-fast; as root (SUITE=bookworm, E2E=1 for make test)
	@tools/bare.sh $(or $(SUITE),trixie)

evaluate: .venv/dev.stamp ## detection and false alarms on our own labelled lines; fails if a figure falls
	@$(PYTHON_OF_VENV) tools/evaluate.py

adapters: .venv/dev.stamp node-modules ## what each adapter finds in a saved page of a webmail (PAGE=page.html ADDRESS=https://…)
	@PATH="$$PATH:$(CURDIR)/.venv/bin" node tools/adapters.js "$(PAGE)" "$(ADDRESS)"

bench: .venv/bench.stamp ## compare with other tools, in ten minutes; writes docs/benchmarks.md and docs/scale.md (ARGS=--quick: nothing)
	@$(PYTHON_OF_VENV) -m bench $(ARGS)
	@test -n "$(ARGS)" || $(PYTHON_OF_VENV) -m bench.scale

profile: .venv/bench.stamp ## where the time goes when messages are judged: build/profile.svg
	@$(PYTHON_OF_VENV) -m bench.profile $(ARGS)

fuzz: .venv/fuzz.stamp ## look for inputs that break the message reader or cost too much, each for SECONDS=60
	@mkdir -p build/fuzz
	@$(PYTHON_OF_VENV) tests/fuzz/hostile.py $(or $(SECONDS),60) build/fuzz-cost
	@$(PYTHON_OF_VENV) tests/fuzz/reader.py -max_total_time=$(or $(SECONDS),60) -max_len=20000 build/fuzz tests/fuzz/seeds

clean: ## remove what the other targets made, except the data folder
	rm -rf .venv node_modules build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

# A stamp is newer than pyproject.toml when its extras are installed.
.venv/run.stamp: pyproject.toml
	@tools/venv.sh . && touch $@

.venv/dev.stamp: pyproject.toml
	@tools/venv.sh '.[dev]' && touch $@ .venv/run.stamp

.venv/e2e.stamp: pyproject.toml
	@tools/venv.sh '.[dev,e2e,milter]' 2>/dev/null || \
	{ echo 'again without pymilter: it wants libmilter-dev and a compiler'; tools/venv.sh '.[dev,e2e]'; }
	@touch $@ .venv/dev.stamp .venv/run.stamp

.venv/bench.stamp: pyproject.toml
	@tools/venv.sh '.[dev,bench]' && touch $@ .venv/dev.stamp .venv/run.stamp

.venv/fuzz.stamp: pyproject.toml
	@tools/venv.sh '.[dev,fuzz]' && touch $@ .venv/dev.stamp .venv/run.stamp
