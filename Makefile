# One command sets everything up and exports the article; `make help` lists the others.

PYTHON ?=
VENV := .venv/bin
PINS := constraints.txt pyproject.toml scripts/setup.py
SETUP = python=$$(scripts/find-python $(PYTHON)) && "$$python" scripts/setup.py

# If the Python that made `.venv` no longer exists (after an upgrade), make it again.
$(shell test -x $(VENV)/python || rm -f .venv/.run .venv/.test .venv/.bench)

.PHONY: export
export: .venv/.run ## set everything up and export content/article.yaml to out/ (the default)
	@$(VENV)/exporter build content/article.yaml --out out

.PHONY: test
test: .venv/.test lint ## run every check: lint, types, layers, all tests
	$(VENV)/pytest -n auto --dist loadfile
	@$(VENV)/python -m scripts.versions

.PHONY: check
check: .venv/.test lint ## run every check except the slow tests, in under two minutes
	$(VENV)/pytest -n auto -m "not slow"

FUZZ_SECONDS ?= 600

.PHONY: fuzz
fuzz: .venv/.test ## build changed articles for FUZZ_SECONDS, and report failures
	@PYTHONPATH=tests $(VENV)/python -m scripts.fuzz $(FUZZ_SECONDS)

COUNT ?= 100
SEED ?= 1

.PHONY: mutants
mutants: .venv/.test ## make COUNT small changes to the code, chosen by SEED; list those that no test notices
	@$(VENV)/python -m scripts.mutants $(COUNT) $(SEED)

.PHONY: lint
lint: .venv/.test ## check style, formatting, types and layers
	$(VENV)/ruff check
	$(VENV)/ruff format --check
	$(VENV)/mypy
	$(VENV)/lint-imports

.PHONY: format
format: .venv/.test ## format the code
	$(VENV)/ruff check --fix
	$(VENV)/ruff format

.PHONY: bench
bench: .venv/.bench ## compare with what a user would use instead; print a table
	@$(VENV)/python -m benchmarks.compare

.PHONY: pictures
pictures: export .venv/.test ## draw the pictures of the README from the real output
	$(VENV)/python -m scripts.pictures

.PHONY: comparison
comparison: .venv/.bench ## draw our pages next to pandoc's, for docs/designers/design-of-the-page.md
	$(VENV)/python -m scripts.comparison

.PHONY: docs
docs: .venv/.test ## update the generated tables of docs/ and the JSON Schema of articles
	$(VENV)/python -m scripts.tables
	PYTHONPATH=tests $(VENV)/python -m scripts.mistakes
	$(VENV)/exporter schema > content/article.schema.json

.PHONY: versions
versions: .venv/.test ## record the program versions that the tests passed with, in .github/CONTRIBUTING.md
	$(VENV)/python -m scripts.versions write

.PHONY: wheel
wheel: .venv/.run ## build dist/*.whl
	$(VENV)/python -m hatchling build --target wheel

.PHONY: constraints
constraints: ## update constraints.txt (on Python 3.11, so that the pins fit every later one) and tests/package-lock.json
	@$(SETUP) constraints

.PHONY: clean
clean: ## remove .venv, dist and caches, but not out/
	rm -rf .venv dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find benchmarks scripts src tests -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: help
help: ## list these targets
	@sed -n 's/^\([a-z]*\):.*## /\1	/p' Makefile | expand -t 14

.venv/.run: $(PINS)
	@$(SETUP) run
	@touch $@

.venv/.test: .venv/.run tests/package.json tests/package-lock.json
	@$(SETUP) test
	@touch $@

.venv/.bench: .venv/.run
	@$(SETUP) bench
	@touch $@
