# Every command a person or CI runs. Bare `make` lists them.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory
BIN := .venv/bin
STATIC := src/daywright/server/static/index.html
WEB_SOURCES := $(shell find web -path web/node_modules -prune -o -type f -print 2>/dev/null)
TEST_PROGRAMS := chromium:chromium Xvfb:xvfb openbox:openbox xterm:xterm xdotool:xdotool xprop:x11-utils \
	wmctrl:wmctrl pgrep:procps dbus-daemon:dbus-daemon openssl:openssl gnome-keyring-daemon:gnome-keyring \
	sway:sway foot:foot wtype:wtype swaylock:swaylock
PYTEST_WORKERS ?= 2

.PHONY: help up test soak check fix bench setup setup-dev web wire docs lock wheel clean

help: ## list these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 18

up: setup $(STATIC) ## set up everything, start Daywright and open the page
	@$(BIN)/daywright up $(ARGS)

test: setup-dev $(STATIC) ## set up everything and pass every test
	@sh scripts/need.sh $(TEST_PROGRAMS)
	@cd web && npm test --silent
	@$(BIN)/pytest -n $(PYTEST_WORKERS) $(ARGS)

soak: setup-dev ## the long lane of the fault suite: 500 kills, 50 power cuts, thousands of histories, then the times
	@DAYWRIGHT_EXPLORE=1 DAYWRIGHT_RANDOM_KILLS=500 DAYWRIGHT_POWER_CUTS=50 DAYWRIGHT_STORMS=300 DAYWRIGHT_SEEDS=3000 \
		DAYWRIGHT_FLUSHES=$$(seq -s, 1 7 200) \
		$(BIN)/pytest -n $(PYTEST_WORKERS) -m faults --timeout 3600 $(ARGS)
	@$(BIN)/python -m bench.delivery

check: setup-dev web/node_modules/.stamp ## format, lint, types, imports, docs, wire drift
	@$(BIN)/ruff format --check --quiet . && echo "format    ok"
	@$(BIN)/ruff check --quiet . && echo "lint      ok"
	@$(BIN)/mypy && echo "types     ok"
	@$(BIN)/lint-imports --no-cache >.import-linter.log 2>&1 && echo "imports   ok" || { cat .import-linter.log; exit 1; }
	@$(BIN)/python -m scripts.wire --check && echo "wire      ok"
	@$(BIN)/python -m scripts.reference --check && echo "docs      ok"
	@cd web && npm run check --silent && echo "web       ok"

fix: setup-dev ## format and repair what can be repaired
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

bench: setup-dev .venv/reference/.ready ## every number of the design as a ratio to a reference in the same run
	@$(BIN)/python -m bench $(ARGS)

.venv/reference/.ready: requirements-reference.lock
	@echo "Installing what is measured against, beside our own packages (once)"
	@$(BIN)/python -m venv .venv/reference
	@.venv/reference/bin/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r $<
	@touch $@

setup: .venv/.runtime ## what the others do first

setup-dev: .venv/.dev

.venv/.runtime: requirements.lock pyproject.toml
	@test -e .venv/.dev || sh scripts/venv.sh requirements.lock
	@touch $@

.venv/.dev: requirements-dev.lock pyproject.toml
	@sh scripts/venv.sh requirements-dev.lock
	@touch $@ .venv/.runtime

web: $(STATIC)

web/node_modules/.stamp: web/package.json web/package-lock.json
	@sh scripts/need.sh node:nodejs npm:npm
	@echo "Installing the web packages (once, about half a minute)"
	@cd web && npm ci --no-audit --no-fund --silent --ignore-scripts
	@touch $@

$(STATIC): web/node_modules/.stamp $(WEB_SOURCES)
	@cd web && npm run build --silent
	@touch $@

wire: setup-dev ## regenerate what is generated from the messages (JSON Schema, OpenAPI, TypeScript)
	@$(BIN)/python -m scripts.wire

docs: setup-dev ## regenerate what the reference pages say about verbs, settings, routes and codes
	@$(BIN)/python -m scripts.reference

wheel: setup-dev $(STATIC) ## build the wheel, web app included
	@$(BIN)/python -m build --wheel --no-isolation --outdir dist

lock: setup-dev ## renew the lock files (they name no host)
	@$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --extra dev --extra grpc --extra zstd pyproject.toml -o requirements-dev.lock
	@$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --group reference -o requirements-reference.lock

clean: ## remove everything that was built or installed here
	@rm -rf .venv web/node_modules src/daywright/server/static dist build .mypy_cache .ruff_cache .pytest_cache
