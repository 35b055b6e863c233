# The verbs of this project. `make start` serves the site, `make test` runs every test.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: start test fuzz lint joined pictures docs-pictures site-pictures accessibility-record bench audit lock

start: $(VENV)/.installed
	@$(BIN)/python manage.py start

test: $(VENV)/.installed-dev lint
	@$(BIN)/python -m tests.newest
	@$(BIN)/python -m tests.side_by_side

# The tests of faults, for longer: more requests, more kills, more connections that stall.
fuzz: $(VENV)/.installed-dev
	FUZZ_EXAMPLES=10000 FUZZ_KILLS=12 FUZZ_STALLS=10000 $(BIN)/python -m pytest -s tests/faults

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/python manage.py join_files --check

joined: $(VENV)/.installed-dev
	$(BIN)/python manage.py join_files

pictures: $(VENV)/.installed-dev
	$(BIN)/python -m tests.pictures

docs-pictures: $(VENV)/.installed-dev
	PICTURES=docs/desk $(BIN)/python -m pytest -q tests/browser/test_desk_story.py -k "not Keyboard"

site-pictures: $(VENV)/.installed-dev
	$(BIN)/python -m tests.site_pictures

accessibility-record: $(VENV)/.installed-dev
	$(BIN)/python -m tests.accessibility_record

bench: $(VENV)/.installed-dev
	RECORD=$(RECORD) $(BIN)/python -m tests.bench $(PARTS)

# Ends with an error also where nobody could be asked: silence is not a clean answer.
audit: $(VENV)/.installed-dev
	@$(BIN)/python -m tests.audit

lock:
	uv pip compile pyproject.toml -o requirements.txt $(LOCK)
	uv pip compile pyproject.toml --extra test -o requirements-dev.txt $(LOCK)
	uv pip compile pyproject.toml --extra test --override requirements-newest.in \
		-o requirements-newest.txt $(LOCK_NEWEST)
	uv pip compile requirements-audit.in -o requirements-audit.txt $(LOCK)

LOCK_FORM := --generate-hashes --no-emit-index-url --no-header --universal --upgrade
LOCK := $(LOCK_FORM) --python-version 3.11
LOCK_NEWEST := $(LOCK_FORM) --python-version 3.12

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "This site needs Python 3.11 or newer. Say where it is, like: make start PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	touch $@

$(VENV)/.installed-dev: requirements-dev.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@ $(VENV)/.installed
