# The few commands of a clone. `make help` lists them; ARGS is handed on: make demo ARGS=--no-serve
#
# Only Python 3.11 or newer, its pip, make and git are needed. The environment is made without ensurepip (Debian keeps
# that in a package of its own) and filled by the system's pip from files with hashes; why: docs/decisions/0001.
# Every path below is relative, so that a clone may lie anywhere, also below a folder with a space in its name.

PYTHON ?= python3
UV ?= uv
ARGS ?=

VENV := .venv
PY := $(VENV)/bin/python
RUN_READY := $(VENV)/.run-ready
DEV_READY := $(VENV)/.dev-ready

PIP := $(PYTHON) -m pip --python $(PY) --disable-pip-version-check --no-input -qq
INSTALL := install --require-hashes --no-deps --only-binary :all: --root-user-action ignore

# Nothing of the caller's Python may leak into the environment.
unexport PYTHONPATH PYTHONHOME VIRTUAL_ENV PIP_USER PIP_TARGET PIP_PREFIX PIP_REQUIRE_VIRTUALENV

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup demo test check check-lint check-format check-types check-layers check-templates bench lock clean

help: ## this list
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1\t\2/p' Makefile | expand -t 16

setup: $(DEV_READY) ## make the environment (.venv) with everything to run, test and check

demo: $(RUN_READY) ## two invented portfolios, today's files, the day's run and the web; ARGS=--no-serve ends instead
	@$(VENV)/bin/recobro demo $(ARGS)

test: $(DEV_READY) ## the whole test suite, on its own database; ARGS=tests/rules for a part
	@$(PY) -m pytest $(ARGS)

check: check-lint check-format check-types check-layers check-templates ## what must be clean before a commit; make -k check shows all

check-lint: $(DEV_READY)
	@echo "check: ruff check"
	@$(VENV)/bin/ruff check --quiet .

check-format: $(DEV_READY)
	@echo "check: ruff format"
	@$(VENV)/bin/ruff format --check --quiet .

check-types: $(DEV_READY)
	@echo "check: mypy --strict"
	@$(PY) -m mypy --no-error-summary

check-layers: $(DEV_READY)
	@echo "check: import-linter"
	@$(PY) -c 'from importlinter.cli import lint_imports_command as run; run()' --no-logo >$(VENV)/layers.txt 2>&1 \
	  || { cat $(VENV)/layers.txt >&2; exit 1; }

check-templates: $(DEV_READY)
	@echo "check: djlint"
	@if find src -name '*.html' | grep -q .; then \
	  $(PY) -m djlint src --lint --check --quiet; fi

bench: $(DEV_READY) ## the measured work, each line against its limit; ARGS names one
	@$(PY) -m bench $(ARGS)

lock: ## make both lock files again from pyproject.toml (needs uv)
	@command -v $(UV) >/dev/null || { echo "make lock needs uv (pipx install uv), or UV=path to it" >&2; exit 1; }
	@for set in run dev; do \
	  echo "lock: requirements/$$set.lock"; \
	  $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    --no-header --no-emit-index-url --no-emit-find-links $(LOCK_OPTIONS) \
	    $$([ $$set = dev ] && echo "--group dev --constraint requirements/run.lock") \
	    pyproject.toml --output-file requirements/$$set.lock || exit 1; \
	done

clean: ## remove the environment and every cache; data in RECOBRO_HOME stays
	@rm -rf $(VENV) .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Recobro needs Python 3.11 or newer; name one: make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PYTHON) -m pip --version >/dev/null 2>&1 \
	  || { echo "Recobro needs pip for $(PYTHON) (Debian: apt-get install python3-pip)" >&2; exit 1; }
	@echo "setup: making the environment in $(VENV)"
	@$(PYTHON) -m venv --without-pip --clear $(VENV)

# The package is not built or copied: a line in the environment points at src, and the command is two lines of shell.
# Both are relative to themselves, so the folder may be moved.
$(RUN_READY): requirements/run.lock | $(PY)
	@echo "setup: installing what Recobro runs with"
	@$(PIP) $(INSTALL) --requirement requirements/run.lock
	@for site in $(VENV)/lib/python3*/site-packages; do echo ../../../../src > $$site/recobro.pth; done
	@printf '%s\n' '#!/bin/sh' 'exec "$$(dirname "$$(readlink -f "$$0")")/python" -m recobro "$$@"' > $(VENV)/bin/recobro
	@chmod 755 $(VENV)/bin/recobro
	@touch $@

$(DEV_READY): requirements/dev.lock $(RUN_READY)
	@echo "setup: installing what the tests and checks need"
	@$(PIP) $(INSTALL) --requirement requirements/dev.lock
	@touch $@
