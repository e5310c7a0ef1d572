# Everything that Legation's own work needs. `make demo` and `make test` are all that a newcomer has to know.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help demo test test-slow check lint types imports data evaluate training lock clean

help:  ## list the commands
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 14

$(BIN)/legation: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

$(VENV)/.dev: $(BIN)/legation requirements-dev.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes -r requirements-dev.lock
	@touch $@

demo: $(BIN)/legation  ## set up, read the demo articles into out/demo, write the brief on Niger
	$(BIN)/python demo/run.py

check: lint types imports data  ## lint, types, import rule, data files

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

imports: $(VENV)/.dev
	$(BIN)/lint-imports

data: $(VENV)/.dev
	$(BIN)/python -m legation.ontology.check
	$(BIN)/python -m corpus.check > /dev/null

test: check  ## set up, run all checks and tests
	$(BIN)/pytest -m "not slow"

test-slow: $(VENV)/.dev  ## the tests that take minutes
	$(BIN)/pytest -m slow

evaluate: $(VENV)/.dev  ## score the coder on gold data (LEGATION_DATA names the folder of the public sets)
	$(BIN)/python -m evaluation

training: $(VENV)/.dev  ## set up .venv-training, with torch, to train the coder (training/README.md)
	$(PYTHON) -m venv .venv-training
	.venv-training/bin/pip install --quiet --disable-pip-version-check -r requirements.lock -r requirements-dev.lock
	.venv-training/bin/pip install --quiet --disable-pip-version-check --no-deps --editable .
	.venv-training/bin/pip install --quiet --disable-pip-version-check -r training/requirements.txt

lock: $(VENV)/.dev  ## renew the lock files from pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url --no-annotate pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url --no-annotate --group dev -c requirements.lock -o requirements-dev.lock

clean:  ## remove what the commands above made
	rm -rf $(VENV) out build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
