# Two commands are enough to begin: make run, make test.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
SDKS := tests/serve/sdks
FUZZER := tests/serve/schemathesis

.DEFAULT_GOAL := help
.PHONY: help run test check cover codes tables carried killed soak fuzz sdks bench diagnosis format clean

help: ## show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: $(READY) ## play every shipped scenario and say what became of every push
	@$(BIN)/pushsim run scenarios

test: $(READY) ## the whole gate: format, lint, types, architecture, tests
	@$(MAKE) --no-print-directory check

check: $(READY) ## the same as test, for those who have the environment
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m pytest -q -n auto

cover: $(READY) ## the tests again, counting what they run: slower, and no part of the gate
	@$(BIN)/coverage erase
	@$(BIN)/coverage run -m pytest -q -n auto
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report --skip-covered --fail-under=90 | tail -n 40

codes: $(READY) ## write anew which test provokes which code and rule, as pushsim list codes shows it
	@$(BIN)/python -m pytest -q --provoked

tables: $(READY) ## write anew what is made from the program: orders of events, who notices and who provokes each rule, the types of the Python API, the schema
	@$(BIN)/python -m pytest -q --write-tables tests/runner/test_orders.py tests/runner/test_play.py tests/runner/test_races.py tests/scenario/test_json_schema.py tests/report/test_noticed.py tests/report/test_provoked.py

carried: $(READY) ## play every scenario over direct, httpx and sockets, and compare the traces
	@$(BIN)/python -m tests.carried

killed: $(READY) ## kill a served world fifty times under load, and look for what it lost
	@$(BIN)/python -W ignore -m tests.serve.restarting 50

soak: MINUTES = 60
soak: $(READY) ## keep a served world under load for an hour, or MINUTES=5, and look whether its memory stays level
	@$(BIN)/python -W ignore -m tests.serve.soaking $(MINUTES)

fuzz: EXAMPLES = 200
fuzz: .schemathesis/.ready ## have schemathesis ask a served world whatever its description allows, and what it does not
	@$(BIN)/python -W ignore -m tests.serve.fuzzing $(EXAMPLES)

sdks: .sdks/.ready ## install public push SDKs of PyPI and npm into .sdks, for the tests that run them

bench: $(READY) ## measure speed beside other tools; one table, one JSON line a row
	@$(BIN)/python -m bench

diagnosis: $(READY) ## plant causes, pairs of them and none in random worlds: how often a diagnosis finds them
	@$(BIN)/python -m bench.diagnosis

format: $(READY) ## format the code and mend what lint can mend
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

clean: ## remove the environment and all caches
	@rm -rf .venv .sdks .schemathesis .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .pushsim_cache .coverage .hypothesis

.sdks/.ready: $(SDKS)/requirements.txt $(SDKS)/package-lock.json | $(READY)
	@rm -rf .sdks && mkdir .sdks
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --target .sdks/python --requirement $(SDKS)/requirements.txt
	@if command -v npm >/dev/null; then cp $(SDKS)/package.json $(SDKS)/package-lock.json .sdks/ && npm ci --prefix .sdks --silent --ignore-scripts --no-audit --no-fund; else echo "there is no npm here: the SDKs for Node are left out"; fi
	@touch $@

.schemathesis/.ready: $(FUZZER)/requirements.txt | $(READY)
	@rm -rf .schemathesis
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --target .schemathesis --requirement $(FUZZER)/requirements.txt
	@touch $@

$(READY): pyproject.toml .requirements.lock
	@echo "setting up .venv (once)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "pushsim needs Python 3.11 or newer; say make PYTHON=python3.12, for example")'
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement .requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@$(BIN)/python -m compileall -q simulator
	@touch $@
