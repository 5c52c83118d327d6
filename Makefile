# make demo, make test: nothing is needed beforehand but Python 3.11 or newer.

PYTHON ?= python3
VENV := .venv$(if $(filter-out python3,$(notdir $(PYTHON))),-$(notdir $(PYTHON)))
BIN := $(VENV)/bin
SPIDER_ARGUMENTS ?=
KILLS ?= 200
# Tests that compute, or whose crawls have time, may share the machine; others look at the clock.
PARALLEL := linkspider pipelines $(addprefix tests/,acceptance analysis claims disavow html notebooks \
	pipelines report spreadsheets test_hostile.py $(addprefix commands/test_,answering.py disavow.py export.py))
JUPYTER_ARGUMENTS ?=

.PHONY: help demo crawl verify report test kill-test lint format notebook benchmark columns clean

help:  ## Show what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /make \1\t/' | expand -t 20

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("linkspider needs Python 3.11 or newer; name one with: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(BIN)/python setup.py
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.installed-test: $(BIN)/python setup.py
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-notebooks: $(BIN)/python setup.py
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[notebooks]'
	@touch $@ $(VENV)/.installed

demo: $(VENV)/.installed  ## Crawl the bundled demo web, and show what comes of it
	@$(BIN)/scrapy demo

crawl: $(VENV)/.installed  ## Crawl DOMAIN=example.com and, with SOURCES=refs.txt, those who link to it
	@test -n "$(DOMAIN)" || { echo 'make crawl: name the target: make crawl DOMAIN=example.com SOURCES=refs.txt' >&2; exit 2; }
	@$(BIN)/scrapy crawl target -a domain="$(DOMAIN)" $(SPIDER_ARGUMENTS)
	@test -z "$(SOURCES)" || $(BIN)/scrapy crawl referring -a domain="$(DOMAIN)" -a sources="$(SOURCES)" $(SPIDER_ARGUMENTS)

verify: $(VENV)/.installed  ## Tell what became of the backlinks of DOMAIN=example.com that SOURCES=backlinks.csv names
	@test -n "$(DOMAIN)" && test -n "$(SOURCES)" || { echo 'make verify: name the target and its backlinks: make verify DOMAIN=example.com SOURCES=backlinks.csv' >&2; exit 2; }
	@$(BIN)/scrapy crawl verify -a domain="$(DOMAIN)" -a sources="$(SOURCES)" $(SPIDER_ARGUMENTS)

report: $(VENV)/.installed-notebooks  ## Write what the tables say of DOMAIN=example.com as one HTML file
	@test -n "$(DOMAIN)" || { echo 'make report: name the target: make report DOMAIN=example.com' >&2; exit 2; }
	@$(BIN)/scrapy report -a domain="$(DOMAIN)"

test: $(VENV)/.installed-test  ## Run everything that must pass
	$(BIN)/python -m pytest -n 2 --dist loadfile $(PARALLEL)
	$(BIN)/python -m pytest tests $(addprefix --ignore=,$(filter tests/%,$(PARALLEL)))

kill-test: $(VENV)/.installed-test  ## Kill crawls of two sites KILLS=200 times each, and compare their tables (half an hour)
	$(BIN)/python -m tests.reliability.kill --kills $(KILLS)

lint: $(VENV)/.installed-test  ## Check format, style, types and imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.installed-test  ## Put the code into its format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

notebook: $(VENV)/.installed-notebooks  ## Open the notebooks
	$(BIN)/jupyter lab $(JUPYTER_ARGUMENTS) notebooks

benchmark: $(VENV)/.installed-test  ## Measure CPU per page against two other crawlers (20 minutes)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[benchmarks]'
	$(BIN)/python -m tests.benchmarks.crawl $(BENCHMARK_ARGUMENTS)

columns: $(VENV)/.installed-test  ## Write the tables of columns in the README anew
	$(BIN)/python -m tests.test_readme

clean:  ## Remove the environments
	rm -rf .venv .venv-*
