# Everything goes into .venv and .onward in this folder; `make clean` takes both away again.
# Written for make 3.81 and a plain sh, with relative paths only, so that a folder with spaces works.

.DEFAULT_GOAL := help
.PHONY: help set-up dashboard test check lint notebooks benchmarks lock clean moved

PYTHON := .venv/bin/python
READY  := .venv/.set-up
# Tests run beside each other, on as many cores as there are.
SPREAD := -n auto --maxprocesses 4 --dist worksteal
SAMPLE := .onward/sample.duckdb
# What the sample is made from: when one of these is newer, it is made again.
SAMPLE_FROM := $(wildcard data/*.py data/sample/*.py data/sample/*.toml data/sample/log/* data/simulator/* data/importers/*.py data/importers/sql/*.sql data/migrations/*.sql)
# A virtual environment does not survive being moved: the stamp says where it was made.
MOVED  := $(shell [ "$$(cat $(READY) 2>/dev/null)" = "$$(pwd)" ] || echo moved)

help:
	@echo 'make dashboard    set everything up, make the sample, open the dashboard on 127.0.0.1'
	@echo 'make test         set up and run every test that needs only Python'
	@echo 'make check        test with coverage, in a browser too; ruff, mypy, layers, dependencies'
	@echo 'make lint         only ruff, mypy, layers, dependencies'
	@echo 'make notebooks    run the notebooks'
	@echo 'make benchmarks   time and memory on logs of up to a million requests'
	@echo 'make lock         write requirements.lock anew from pyproject.toml (needs uv)'
	@echo 'make clean        take away .venv, .onward and what the tools left'

set-up: $(READY)

dashboard: $(READY) $(SAMPLE)
	@echo 'Opening the dashboard on 127.0.0.1 (Ctrl+C ends it)'
	@exec .venv/bin/onward --logbook $(SAMPLE)

test: $(READY)
	@exec $(PYTHON) -m pytest $(SPREAD)

# Every check runs even if one before it failed; pytest's closing line comes last.
check: $(READY)
	@chromium=$$($(PYTHON) tests/browser/chromium.py) || exit 1; \
	failed=''; \
	$(MAKE) --no-print-directory lint || failed=' lint'; \
	echo "== tests, with coverage and $$chromium"; \
	ONWARD_THOROUGH=1 $(PYTHON) -m pytest $(SPREAD) -m 'not benchmark' --cov --cov-report=term \
		|| failed="$$failed tests"; \
	if [ -n "$$failed" ]; then echo "make check failed:$$failed" >&2; exit 1; fi

lint: $(READY)
	@failed=''; \
	step() { echo "== $$1"; shift; "$$@" || failed="$$failed $$*;"; }; \
	step 'ruff check' $(PYTHON) -m ruff check --quiet .; \
	step 'ruff format' $(PYTHON) -m ruff format --check --quiet .; \
	step 'types' $(PYTHON) -m mypy; \
	step 'layers' .venv/bin/lint-imports --no-logo --no-cache; \
	step 'dependencies' .venv/bin/deptry .; \
	if [ -n "$$failed" ]; then echo "failed:$$failed" >&2; exit 1; fi

notebooks: $(READY)
	@exec $(PYTHON) -m pytest tests/test_notebooks.py -m '' -p no:randomly -v

benchmarks: $(READY)
	@exec $(PYTHON) -m pytest tests/benchmarks -m benchmark -p no:randomly -s

lock:
	@command -v uv >/dev/null || { echo 'make lock needs uv (https://docs.astral.sh/uv)'; exit 1; }
	@uv pip compile pyproject.toml --extra dev --universal --fork-strategy fewest \
		--python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header \
		--quiet --output-file requirements.lock $(LOCK)
	@echo "requirements.lock: $$(grep -c '==' requirements.lock) packages"

clean:
	rm -rf .venv .onward .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	rm -rf .coverage htmlcov build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(SAMPLE): $(SAMPLE_FROM) | $(READY)
	@mkdir -p .onward
	@echo 'Making the sample: three cohorts of invented people'
	@rm -f .onward/new.duckdb .onward/new.duckdb.wal
	@.venv/bin/onward sample .onward/new.duckdb
	@mv -f .onward/new.duckdb $@

$(READY): requirements.lock pyproject.toml $(MOVED)
	@set -e; \
	python=''; \
	for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
		if "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
			python=$$name; break; \
		fi; \
	done; \
	uv=''; if uv --version >/dev/null 2>&1; then uv=uv; fi; \
	if [ -z "$$python" ]; then \
		echo 'Onward needs Python 3.11 or newer, and none was found.' >&2; \
		echo 'Debian, Ubuntu: apt-get install python3 python3-venv    macOS: brew install python' >&2; \
		exit 1; \
	fi; \
	if [ -f $@ ] && [ "$$(cat $@)" != "$$(pwd)" ]; then rm -rf .venv; fi; \
	rm -f $@; \
	echo "1/3 Making .venv with $$("$$python" --version 2>&1)"; \
	if [ -n "$$uv" ]; then \
		uv venv --quiet --allow-existing --python "$$python" .venv; \
	else \
		"$$python" -m venv .venv || { \
			echo 'Python could not make .venv. Debian, Ubuntu: apt-get install python3-venv' >&2; exit 1; }; \
	fi; \
	total=$$(grep -c '==' requirements.lock); \
	echo "2/3 Installing from requirements.lock (up to $$total packages, some minutes the first time)"; \
	( seconds=0; while sleep 5 >/dev/null 2>&1; do seconds=$$((seconds + 5)); \
		echo "    $$seconds s: $$(ls -d .venv/lib/python*/site-packages/*.dist-info 2>/dev/null | wc -l | tr -d ' ') in place"; \
	done ) & beat=$$!; trap 'kill $$beat 2>/dev/null || true' EXIT INT TERM; \
	if [ -n "$$uv" ]; then \
		uv pip sync --quiet --python $(PYTHON) --require-hashes requirements.lock; \
	else \
		$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock; \
	fi; \
	kill $$beat 2>/dev/null || true; \
	echo '3/3 Installing onward'; \
	if [ -n "$$uv" ]; then \
		uv pip install --quiet --python $(PYTHON) --no-deps --no-build-isolation --editable .; \
	else \
		$(PYTHON) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .; \
	fi; \
	pwd > $@; \
	echo 'Ready.'
