# make demo   start everything for a look (http://127.0.0.1:8000, PORT to change); Ctrl-C ends it
# make test   all tests
# make bench  how fast it is, each work against its floor (25 minutes; SCALE=0.01 for a try, WORKS="inbox runs" for some)
# make hold   thirty kills at random moments, on servers of its own: nothing lost, nothing twice; 100,000 persons with errors (six minutes)
# make check  lint, format, types, import contracts, missing migrations, deployment check, vendored files

SHELL := /bin/bash
PYTHON := .venv/bin/python

.PHONY: demo test bench hold check system system-tests

demo: .venv/.runtime system
	@$(PYTHON) scripts/demo.py

test: .venv/.dev system-tests
	@.venv/bin/pytest -n 2 --dist worksteal $(ARGS)

bench: .venv/.dev system
	@$(PYTHON) -W ignore -m bench --scale $(or $(SCALE),1) $(WORKS)

hold: .venv/.dev system
	@.venv/bin/pytest -p no:cacheprovider hold
	@MANY_PEOPLE=100000 .venv/bin/pytest -p no:cacheprovider tests/imports/test_many.py

# Every part runs, and the first failure ends the target; servers are not needed but for migrations.
check: .venv/.dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	EMBEDDED_SERVERS=off .venv/bin/mypy
	.venv/bin/lint-imports
	$(PYTHON) manage.py makemigrations --check --dry-run
	$(PYTHON) scripts/check_deploy.py
	$(PYTHON) scripts/vendor.py --check

system:
	@scripts/install_system.sh

system-tests:
	@scripts/install_system.sh --tests

.venv/.runtime: pyproject.toml uv.lock
	@scripts/make_venv.sh runtime

.venv/.dev: pyproject.toml uv.lock
	@scripts/make_venv.sh dev
