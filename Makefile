# What a person types: `make run` to use the advisor, `make test` to check it. `make` alone lists the rest.

VENV     ?= .venv
SCENARIO ?= scenarios/spiky-internal-tool/scenario.yaml
JOBS     ?= 2

# The first Python that really runs and can make an environment. 3.12 and 3.11 come first: the inference library
# cannot be imported on 3.13 and newer, where the direct evaluator takes its place. `make run PYTHON=...` names another.
ifndef PYTHON
PYTHON := $(shell for name in python3.12 python3.11 python3.13 python3.14 python3; do \
	"$$name" -c 'import sys, venv, ensurepip; sys.version_info < (3, 11) and sys.exit(1); print(sys.executable)' \
	2>/dev/null && break; done)
endif

PY  := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check -qq

.DEFAULT_GOAL := help
.PHONY: help run environment test rules mutants soak benchmark screenshots hooks lock clean

help: ## list these targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | while IFS="$$(printf '\t')" read -r name text; do \
		printf '  make %-12s %s\n' "$$name" "$$text"; done

run: $(VENV)/.package ## advise on a shipped scenario, then open the page (HEADLESS=1: without a browser)
	@$(VENV)/bin/advisor advise "$(SCENARIO)"
	@$(VENV)/bin/advisor ui $(if $(filter-out 0 no,$(HEADLESS)),--headless)

environment: $(VENV)/.dev ## make the environment for development in .venv

test: $(VENV)/.dev ## run every check: style, types, directions, examples in docstrings, tests
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PY) -m mypy
	$(VENV)/bin/lint-imports
	$(PY) -m pytest --doctest-modules --doctest-ignore-import-errors src
	$(PY) -m pytest -n $(JOBS) --dist worksteal

rules: $(VENV)/.dev ## check what an author of rules can break: cases, scenarios, overview, proofs
	$(VENV)/bin/advisor rules test
	$(VENV)/bin/advisor rules index --check
	$(PY) -m pytest -n $(JOBS) tests/test_rule_cases.py tests/test_scenarios.py tests/test_house_rules.py tests/authoring/test_index.py tests/authoring/test_schemas.py
	$(VENV)/bin/advisor rules check

mutants: $(VENV)/.dev ## mutation score of the rule base: which mistakes in a rule nothing notices (minutes)
	PYTHONPATH=tests $(PY) tests/mutants.py --least 85 --survivors survivors.txt --jobs $(JOBS)

soak: $(VENV)/.dev ## 100,000 evaluations and many threads through the inference library (minutes)
	$(PY) tests/soak.py

benchmark: $(VENV)/.dev ## time one advice, and the engines against each other
	$(PY) tests/benchmarks/engines.py
	$(PY) tests/benchmarks/reading.py
	$(PY) tests/benchmarks/advice.py
	$(PY) tests/benchmarks/page.py
	$(PY) tests/benchmarks/learner.py
	PYTHONPATH=tests $(PY) tests/benchmarks/items.py --each 100

screenshots: $(VENV)/.dev ## take the README's pictures from the real page (needs Chromium)
	$(PY) tests/screenshots.py

hooks: $(VENV)/.dev ## check each commit before it is made
	$(PY) -m pre_commit install

# The locks hold for every Python and system that is supported. UPGRADE=--upgrade takes newer releases.
COMPILE = UV_CUSTOM_COMPILE_COMMAND="make lock" .venv-lock/bin/uv pip compile pyproject.toml --universal \
	--python-version 3.11 --fork-strategy fewest --no-annotate --no-config --no-emit-index-url --quiet $(UPGRADE)

lock: ## write the locks again from pyproject.toml (UPGRADE=--upgrade: newer releases)
	"$(PYTHON)" -m venv --clear .venv-lock
	.venv-lock/bin/python -m pip --disable-pip-version-check -qq install uv
	@# The larger set first: what it settles on, the smaller can have too; the other way round there may be no answer.
	$(COMPILE) --group dev --output-file requirements-dev.lock > /dev/null
	$(COMPILE) --constraints requirements-dev.lock --output-file requirements.lock > /dev/null
	rm -rf .venv-lock

clean: ## remove the environment and everything that was generated
	rm -rf $(VENV) dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests ui -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment is made anew when a lock changes. Stamps are written last, so that a broken-off run starts again.
$(VENV)/.runtime: requirements.lock
	@test -n "$(PYTHON)" || { printf '%s\n' \
		"There is no Python 3.11 or newer here that can make an environment." \
		"On Debian and Ubuntu: apt-get install python3 python3-venv. Or name one: make run PYTHON=/path/to/python3.12" >&2; exit 1; }
	@echo "Making the environment in $(VENV) with $(PYTHON); this takes a minute, once."
	@"$(PYTHON)" -m venv --clear $(VENV)
	$(call install,requirements.lock)
	@# durable-rules is compiled on the spot. The advisor works without it, so a failure here ends nothing.
	@grep '^durable-rules' requirements.lock > $(VENV)/engine.txt
	@$(PY) -m pip install --no-deps --use-pep517 --requirement $(VENV)/engine.txt > $(VENV)/engine.log 2>&1 || printf '%s\n' \
		"Note: durable_rules could not be built here (it needs a C compiler and Python's headers)." \
		"The advisor uses its direct evaluator instead; the answers are the same. Details: $(VENV)/engine.log"
	@touch $@

$(VENV)/.package: pyproject.toml $(VENV)/.runtime
	@$(PIP) install --no-deps --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.package
	@echo "Adding the tools for development."
	$(call install,requirements-dev.lock)
	@$(VENV)/bin/advisor rules schema > /dev/null || echo "Note: editors complete nothing until \`advisor rules schema\` works."
	@touch $@

define install
	@grep -v '^durable-rules' $(1) > $(VENV)/others.txt
	@$(PIP) install --no-deps --requirement $(VENV)/others.txt
endef
