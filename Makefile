# The two commands of the README. Everything goes into .venv/ and build/, which git ignores.

PYTHON ?= python3
BIN := .venv/bin
DEMO := build/demo

.PHONY: demo test check templates bench site-check pictures clean

demo: .venv/site.stamp
	@rm -rf $(DEMO) && mkdir -p $(DEMO)
	@echo "== new cards of a dataset, a recipe, a verifier and an environment, without questions: how long their to-do lists are"
	@for kind in dataset recipe verifier environment; do \
	  $(BIN)/releasecard new $$kind my-$$kind --no-input --into $(DEMO) >> $(DEMO)/new.log || exit 1; done
	@cd $(DEMO) && for kind in dataset recipe verifier environment; do \
	  ../../$(BIN)/releasecard lint my-$$kind --isolated --format concise > my-$$kind.todo; test $$? -eq 1 || exit 1; \
	  echo "my-$$kind: $$(tail -n 1 my-$$kind.todo)"; done
	@echo "== the real cards of this repository"
	@$(BIN)/releasecard lint site/cards --format concise > $(DEMO)/real.log || { cat $(DEMO)/real.log; exit 1; }
	@$(BIN)/releasecard fmt site/cards --check
	@tail -n 1 $(DEMO)/real.log
	@echo "== one of them, read in the terminal"
	@$(BIN)/releasecard show site/cards/math-verify.card.yaml | head -n 24
	@echo "== the site"
	@$(BIN)/releasecard site build --config site/mkdocs.yml --out build/site --strict
	@echo
	@echo "Done. The new cards: $(DEMO)/my-*/card.yaml; their to-do lists: $(DEMO)/my-*.todo;"
	@echo "the site, with the real cards: build/site/index.html"

test: .venv/test.stamp
	@$(BIN)/python -m pytest -n auto --dist worksteal

# What CI checks besides the tests.
check: .venv/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

templates: .venv/test.stamp
	$(BIN)/python tools/templates.py

bench: .venv/test.stamp
	$(BIN)/python bench/lint.py
	$(BIN)/python bench/site.py

# Every kind of page in every look, in a real browser; some minutes. The table is kept, the pictures are in build/site-check.
site-check: .venv/test.stamp
	PYTHONPATH=tests $(BIN)/python tools/site_check.py

# The pictures of the README.
pictures: .venv/test.stamp
	PYTHONPATH=tests $(BIN)/python tools/pictures.py

clean:
	rm -rf .venv build dist

.venv/python.stamp:
	@echo "making .venv"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "releasecard needs Python 3.11 or newer")'
	@$(PYTHON) -m venv .venv || { echo "python3 -m venv failed; on Debian: apt-get install python3-venv"; exit 1; }
	@touch $@

.venv/site.stamp: .venv/python.stamp pyproject.toml
	@echo "installing releasecard[site]"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[site]'
	@touch $@

.venv/test.stamp: .venv/python.stamp pyproject.toml
	@echo "installing what the tests need"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@ .venv/site.stamp
