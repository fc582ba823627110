# Every command of the project; CI calls the same ones. `make help` lists them.
PYTHON ?= python3
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help run demo test test-services services check format bench docs lock clean

help:  ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 16

run: .venv/.run  ## the daemon with its web page on http://127.0.0.1:8000, on SQLite, with sources.yaml
	$(BIN)/monitor run

demo: .venv/.run  ## the story of 22 August 2020, offline, in about a minute
	$(BIN)/monitor demo

test: .venv/.dev  ## all tests that need no server
	$(BIN)/pytest -m "not service" -n 2

test-services: .venv/.dev  ## tests with real servers and a real browser; `make services` installs them
	$(BIN)/pytest -m service

services:  ## Debian packages that test-services needs (as root)
	apt-get -qq update
	DEBIAN_FRONTEND=noninteractive apt-get -qq install --no-install-recommends \
		tesseract-ocr tesseract-ocr-khm tesseract-ocr-jpn \
		chromium fonts-khmeros fonts-noto-cjk fonts-dejavu-core opensmtpd dovecot-imapd ikiwiki libtimedate-perl \
		wordpress wordpress-theme-twentytwentyone php-cli php-mysql mariadb-server >/dev/null

check: .venv/.dev  ## style, types, layers, image, words, docs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/hadolint Dockerfile
	$(BIN)/monitor words
	$(BIN)/pytest tests/test_docs.py tests/test_architecture.py

format: .venv/.dev  ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: .venv/.dev  ## measure on a folder of captures: make bench DATA=path
	@test -n "$(DATA)" || { echo "make bench needs DATA=<folder with captures/, wire/ and statements/>"; exit 2; }
	@status=0; for each in $$(grep -l __main__ bench/*.py); do \
		echo "== $$each"; $(BIN)/python $$each $(DATA) || status=1; done; exit $$status

docs: .venv/.dev  ## write docs/reference anew from the code
	$(BIN)/python -m docs.generate

lock: .venv/.dev  ## resolve the dependencies anew, with hashes
	$(BIN)/pip install -q uv
	$(BIN)/uv pip compile pyproject.toml --extra build --universal --generate-hashes --no-emit-index-url --no-header -q -o requirements.lock --upgrade
	$(BIN)/uv pip compile pyproject.toml --all-extras --universal --generate-hashes --no-emit-index-url --no-header -q -o requirements-dev.lock -c requirements.lock

clean:  ## remove the environment and caches; never data/
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/.run: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install -q --require-hashes -r requirements.lock
	$(BIN)/pip install -q --no-deps --no-build-isolation -e .
	touch $@

.venv/.dev: requirements-dev.lock .venv/.run
	$(BIN)/pip install -q --require-hashes -r requirements-dev.lock
	touch $@
