PORT ?= 5006
# The pins; for a Python that is too new for them: make clean, then make run REQUIREMENTS=requirements.txt
REQUIREMENTS = requirements.lock
python = .venv/bin/python

.PHONY: help run test quick bench lock clean
help:  ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-6s %s\n", $$1, $$2 }' Makefile

run: .venv/.run  ## set up, serve, print the address; PORT=5007 for another port
	@exec $(python) -m astro_dash serve --port $(PORT)

# A worker for each core, but no more browsers than four
pytest = $(python) -m pytest --numprocesses auto --maxprocesses 4 --no-loadscope-reorder

test: .venv/.dev  ## set up, ruff, and all tests, those in a real browser included
	@$(python) -m ruff check .
	@chromium=$$(.ci/chromium) && CHROMIUM="$$chromium" $(pytest)

quick: .venv/.dev  ## under a minute, for daily work: ruff, and the tests without a browser that are not slow
	@$(python) -m ruff check .
	@$(pytest) -m "not slow" --ignore tests/page

bench: .venv/.dev  ## the table of measured times
	@chromium=$$(.ci/chromium) && CHROMIUM="$$chromium" $(python) -m tests.bench

# Made with the oldest Python supported: newer ones can install its pins, but not the other way round. Upgrades all.
lock: .venv/.dev  ## requirements.lock from requirements.txt (needs Python 3.11)
	@$(python) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11) and "make lock needs a .venv of Python 3.11")'
	@CUSTOM_COMPILE_COMMAND="make lock" $(python) -m piptools compile --quiet --upgrade --generate-hashes --strip-extras \
		--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options \
		--output-file requirements.lock requirements.txt

clean:  ## remove all that was made, .venv included
	rm -rf .venv .hypothesis .pytest_cache .ruff_cache test-results build dist *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Stamps: set-up costs nothing when nothing changed
.venv/.run: $(REQUIREMENTS)
	@.ci/venv $(REQUIREMENTS)
	@touch $@

.venv/.dev: $(REQUIREMENTS) requirements-dev.txt
	@.ci/venv $(REQUIREMENTS) requirements-dev.txt
	@touch .venv/.run $@
