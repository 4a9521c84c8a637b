PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.setup-stamp
HOST ?= 127.0.0.1
PORT ?= 8000

.PHONY: setup serve test check bench clean

setup: $(STAMP)

# torch is installed first and alone, so that the pinned version is there before anything asks for a newer one
$(STAMP): pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check "torch==2.13.0" $(PIP_ARGS)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable ".[build,train,test]" $(PIP_ARGS)
	@touch $(STAMP)

serve: setup
	$(BIN)/briefqa build --corpus corpus --index index
	$(BIN)/briefqa serve --index index --host $(HOST) --port $(PORT)

test: setup
	$(BIN)/pytest

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# BENCH=--quick takes ten minutes; without it every question is asked and a million passages are searched
bench: setup
	$(BIN)/python -m benchmarks.bench $(BENCH)

clean:
	rm -rf $(VENV) index build dist
