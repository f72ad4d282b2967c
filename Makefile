# `make answer` builds the graph and answers a question; `make test` runs every check. Both set up what they need.
# `make release` judges all of the release by its shapes, of which the tests judge a part.
# `make coverage` runs the tests while it measures what they cover, which takes half as long again.
PYTHON ?= python3
BIN = .venv/bin
READY = .venv/.ready

# Many processes are started: let them keep what Python compiles.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: answer test coverage fuzz release bench spark reader web lint terms docs lock clean

answer: $(READY)
	$(BIN)/kg build
	$(BIN)/kg ask turnover KZ-RU

READERS = $(addprefix tests/,$(addsuffix /node_modules/.ready,gexf actions sarif))
TESTS = $(BIN)/pytest -q -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

test: $(READY) lint reader web
	$(TESTS)

coverage: $(READY) reader web
	$(TESTS) --cov --cov-report=term

fuzz: $(READY)
	$(BIN)/pytest -q -n auto --maxprocesses 4 --hypothesis-profile=long tests/fuzz

release: $(READY)
	DYAD_WHOLE_RELEASE=1 $(BIN)/pytest -q tests/test_release.py

bench: $(READY)
	$(BIN)/python -m benchmarks.bench

reader: $(READERS)

tests/%/node_modules/.ready: tests/%/package-lock.json
	npm ci --silent --ignore-scripts --prefix tests/$* 2>/dev/null && touch $@ || \
		echo "npm is not here: what node checks in tests/$* is not tried"

web: $(READY)
	$(BIN)/python hatch_build.py || echo "pages are tried without their scripts"

spark: $(READY)
	$(BIN)/pip install --quiet --disable-pip-version-check --no-compile --no-deps --require-hashes -r constraints-spark.txt

lint: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --no-compile --no-deps --require-hashes -r constraints.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	$(BIN)/pip check --disable-pip-version-check >&2
	touch $@

terms: $(READY)
	$(BIN)/python -m kg.termgen

docs: $(READY)
	$(BIN)/python -m kg.docgen

lock:
	uv pip compile --quiet --universal --python-version 3.11 --extra dev --generate-hashes --no-emit-index-url \
		--no-annotate --no-header --output-file constraints.txt pyproject.toml

clean:
	rm -rf .venv build .pytest_cache
