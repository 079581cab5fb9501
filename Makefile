# One command sets everything up and exports the article; `make help` lists the others.

PYTHON ?=
VENV := .venv/bin
PINS := constraints.txt pyproject.toml scripts/setup.py
SETUP = python=$$(scripts/find-python $(PYTHON)) && "$$python" scripts/setup.py

# Once the Python that made `.venv` is gone (an upgrade), all of it is made anew.
$(shell test -x $(VENV)/python || rm -f .venv/.run .venv/.test .venv/.bench)

.PHONY: export
export: .venv/.run ## set everything up and export content/article.yaml to out/ (the default)
	@$(VENV)/exporter build content/article.yaml --out out

.PHONY: test
test: .venv/.test lint ## every check: lint, types, layers, all tests
	$(VENV)/pytest -n auto --dist loadfile
	@$(VENV)/python -m scripts.versions

.PHONY: check
check: .venv/.test lint ## the everyday loop, under two minutes: as test, without the slow tests
	$(VENV)/pytest -n auto -m "not slow"

FUZZ_SECONDS ?= 600

.PHONY: fuzz
fuzz: .venv/.test ## build changed articles for FUZZ_SECONDS, and say what went wrong
	@PYTHONPATH=tests $(VENV)/python -m scripts.fuzz $(FUZZ_SECONDS)

COUNT ?= 100
SEED ?= 1

.PHONY: mutants
mutants: .venv/.test ## make COUNT small changes of the code, chosen by SEED; list those no test notices
	@$(VENV)/python -m scripts.mutants $(COUNT) $(SEED)

.PHONY: lint
lint: .venv/.test ## lint, formatting, types and layers
	$(VENV)/ruff check
	$(VENV)/ruff format --check
	$(VENV)/mypy
	$(VENV)/lint-imports

.PHONY: format
format: .venv/.test ## put the code into its standard form
	$(VENV)/ruff check --fix
	$(VENV)/ruff format

.PHONY: bench
bench: .venv/.bench ## compare with what a user would type instead; prints a table
	@$(VENV)/python -m benchmarks.compare

.PHONY: pictures
pictures: export .venv/.test ## draw the README's pictures from the real output
	$(VENV)/python -m scripts.pictures

.PHONY: comparison
comparison: .venv/.bench ## draw our pages beside pandoc's, for docs/design-of-the-page.md
	$(VENV)/python -m scripts.comparison

.PHONY: docs
docs: .venv/.run ## write the guide's tables and the article's JSON Schema anew
	$(VENV)/python -m scripts.tables
	$(VENV)/exporter schema > content/article.schema.json

.PHONY: versions
versions: .venv/.test ## record the versions that the tests passed with in .github/CONTRIBUTING.md
	$(VENV)/python -m scripts.versions write

.PHONY: wheel
wheel: .venv/.run ## build dist/*.whl
	$(VENV)/python -m hatchling build --target wheel

.PHONY: constraints
constraints: ## write constraints.txt anew (on Python 3.11, so that the pins fit every later one)
	@$(SETUP) constraints

.PHONY: clean
clean: ## remove .venv, dist and caches; out/ stays
	rm -rf .venv dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find benchmarks scripts src tests -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: help
help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1	/p' Makefile | expand -t 14

.venv/.run: $(PINS)
	@$(SETUP) run
	@touch $@

.venv/.test: .venv/.run tests/package.json
	@$(SETUP) test
	@touch $@

.venv/.bench: .venv/.run
	@$(SETUP) bench
	@touch $@
