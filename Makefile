# Trassenbuch. Every target does all the set-up it needs; `make help` explains them.

PYTHON ?= python3
SETUP := $(PYTHON) -m config.setup

.DEFAULT_GOAL := help
.PHONY: help run dev test lint format bench bench-map fuzz schema schema-release messages prepare cluster stop reset

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## set everything up, fill an empty database with the demo city, serve; Ctrl-C ends the server
	@$(SETUP) run

dev: ## like run, with a server that reloads itself and shows error details
	@$(SETUP) dev

test: ## all checks and tests: style, imports, migrations, contract, front end, Python, browser
	@$(SETUP) test

lint: ## the quick part of test: style, imports between rooms, front-end types
	@$(SETUP) lint

format: prepare ## rewrite Python files in the agreed style
	@.venv/bin/ruff check --fix-only --quiet . && .venv/bin/ruff format --quiet .

bench: cluster ## speed at city scale as ratios to a floor measured in the same run
	@.venv/bin/python -m tests.bench

bench-map: ## the map in headless Chromium at city scale: first view, frames, hit test, saves, tiles
	@$(SETUP) browser
	@.venv/bin/python -m tests.bench.map

fuzz: prepare ## 2,000 random operations from the schema: no fault of ours, nothing internal told
	@.venv/bin/pytest tests/api/test_fuzz.py -q -n 0 --hypothesis-profile=fuzz

schema: ## write graphql/schema.graphql, the contract, from the code, and its changelog
	@$(SETUP) schema

schema-release: ## promise the present contract to clients: make schema-release VERSION=0.2.0
	@$(SETUP) schema-release --version "$(VERSION)"

messages: ## collect translatable texts into the catalogues and compile them
	@$(SETUP) messages

prepare: ## packages, translations and front-end build, without a database
	@$(SETUP) prepare

cluster: ## start and fill the private database without serving, for manage.py commands
	@$(SETUP) cluster

stop: ## stop the server and the private databases of this checkout
	@$(SETUP) stop

reset: ## delete the private databases of this checkout, after a question (YES=1: without)
	@$(SETUP) reset $(if $(YES),--yes)
