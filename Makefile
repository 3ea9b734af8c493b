# vraagbaak: `make chat` is all that a new user needs.
TORCH ?= cpu
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/installed-$(TORCH)
PYTHON := $(shell for name in python3.11 python3.12 python3.13 python3; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name" && break; done)

.PHONY: install chat test lint bench evaluate clean

## Install into .venv; TORCH=auto takes the build of torch for your graphics card, other words go to uv as they are.
install: $(STAMP)

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed (Debian: apt install python3 python3-venv)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "Python has no venv module (Debian: apt install python3-venv)"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(STAMP): $(BIN)/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@if [ "$(TORCH)" != cpu ] || ! $(BIN)/python -m pip install --quiet --disable-pip-version-check "torch==2.13.0+cpu" 2>/dev/null; then \
		VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --torch-backend=$(TORCH) "torch==2.13.*"; fi
	VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install -e ".[models,dev]"
	@rm -f $(VENV)/installed-*
	@touch $@

chat: install
	$(BIN)/vraagbaak ingest data/bronnen
	$(BIN)/vraagbaak serve --host 127.0.0.1 --port 7860

test: install
	$(BIN)/python -m pytest --numprocesses=logical --dist=loadfile --cov=assistant --cov=ingest --cov-report=term-missing:skip-covered --cov-fail-under=90

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: install
	$(BIN)/python -m tests.benchmarks

evaluate: install
	$(BIN)/python -m tests.benchmarks.quality

clean:
	rm -rf $(VENV) build dist htmlcov .coverage .mypy_cache .ruff_cache .pytest_cache data/index
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
