PORT ?= 5006
python = .venv/bin/python
newest = .venv-newest/bin/python

.PHONY: help run test thorough quick lint js newest bench fuzz docs lock clean
help:  ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-6s %s\n", $$1, $$2 }' Makefile

run: .venv/.run  ## set up, serve, print the address; PORT=5007 for another port
	@exec $(python) -m astro_dash serve --port $(PORT)

# A worker for each core, but no more browsers than four
parallel = -m pytest --numprocesses auto --maxprocesses 4 --no-loadscope-reorder
pytest = $(python) $(parallel)

test: lint js  ## set up, lint, types, and all tests, those in a real browser included
	@chromium=$$(.ci/chromium) && CHROMIUM="$$chromium" $(pytest) -m "not thorough"

thorough: lint js  ## the same, with every lesson and page walked through by keyboard, axe and windows of all sizes
	@chromium=$$(.ci/chromium) && CHROMIUM="$$chromium" $(pytest)

quick: lint  ## under a minute, for daily work: lint, and the tests without a browser that are not slow
	@$(pytest) -m "not slow" --ignore tests/page

# Those tests that meet Panel, Bokeh and Tornado; the engine's are the same there
newest: .venv-newest/.dev  ## the server, and pages in a browser, on the newest releases allowed (Python 3.12 or newer)
	@chromium=$$(.ci/chromium) && CHROMIUM="$$chromium" $(newest) $(parallel) -m "not slow and not thorough" tests/server \
		tests/pages/test_session.py tests/pages/test_listener.py tests/page/test_start.py

lint: .venv/.dev  ## ruff, and the types of engine, store and study
	@$(python) -m ruff check .
	@$(python) -m mypy --no-error-summary

js:  ## types, lint, format and unit tests of what runs in the browser, where Node is
	@node=$$(.ci/node) && if [ -n "$$node" ]; then $(MAKE) --no-print-directory node_modules/.stamp && npm run -s check && npm run -s test; fi

bench: .venv/.dev  ## the table of measured times
	@chromium=$$(.ci/chromium) && CHROMIUM="$$chromium" $(python) -m tests.bench

docs: .venv/.dev  ## the site, in docs/build: a tour, guides for teachers and operators, the interface from its docstrings
	@$(python) -m sphinx -q -W --keep-going docs docs/build && echo "docs/build/index.html"

fuzz: .venv/.dev  ## 100,000 inputs for every entry, some hours; what is found goes to tests/fuzz/corpus
	@$(python) -m tests.fuzz

# One lock for all systems and Pythons, with one version of each package. Upgrades all.
compile = $(python) -m uv pip compile --quiet --upgrade --universal --python-version 3.11 --fork-strategy fewest \
	--generate-hashes --custom-compile-command "make lock" --no-python-downloads
lock: .venv/.dev  ## requirements.lock from requirements.txt, and what a container has for rooms
	@$(compile) --output-file requirements.lock requirements.txt
	@grep ^redis requirements-dev.txt | $(compile) --output-file requirements-rooms.lock -

clean:  ## remove all that was made, .venv included
	rm -rf .venv .venv-newest node_modules docs/build .hypothesis .pytest_cache .ruff_cache test-results build dist *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Stamps: set-up costs nothing when nothing changed
node_modules/.stamp: package.json package-lock.json
	@echo "Installing package-lock.json into node_modules"
	@npm ci --silent --no-audit --no-fund
	@touch $@

.venv/.run: requirements.lock
	@.ci/venv .venv requirements.lock
	@touch $@

.venv/.dev: requirements.lock requirements-dev.txt
	@.ci/venv .venv requirements.lock requirements-dev.txt
	@touch .venv/.run $@

.venv-newest/.dev: requirements.txt requirements-dev.txt
	@PYTHON=$$(.ci/newer) && PYTHON="$$PYTHON" .ci/venv .venv-newest requirements.txt requirements-dev.txt
	@touch $@
