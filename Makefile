# Everything is set up on first use and never twice. `make help` tells what there is.
PYTHON := var/env/assistant/bin/python
THIDUA := $(PYTHON) -m bot.cli
export PYTHONPATH := $(CURDIR)
export RASA_TELEMETRY_ENABLED := false
export ORT_DISABLE_TELEMETRY := 1
export HF_HUB_OFFLINE := 1

.PHONY: help run ask chat test check docs fuzz faults client audit set-up train evaluate bench weights clean

help:  ## say what there is
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*##/\t/'

run: set-up  ## set up what is missing and serve on http://127.0.0.1:8000
	@$(THIDUA) serve

ask: set-up  ## one question: make ask Q="…"
	@$(THIDUA) ask "$(Q)"

chat: set-up  ## a conversation in the terminal
	@$(THIDUA) chat

train: set-up  ## train the dialogue (only when something changed)
	@$(THIDUA) train

set-up:
	@scripts/set-up assistant dialogue

test: set-up  ## lint, format, types, imports and every test
	@scripts/set-up checks peers encoder programs writer
	@$(MAKE) --no-print-directory check
	@$(THIDUA) train
	@$(PYTHON) -m pytest -n logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder

check: set-up  ## lint, format, types and imports only
	@scripts/set-up checks
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m mypy
	@var/env/assistant/bin/lint-imports

docs: set-up  ## the documentation as a site in site/; a dead link is an error
	@scripts/set-up checks
	@$(PYTHON) -m scripts.make_reference
	@NO_MKDOCS_2_WARNING=1 var/env/assistant/bin/mkdocs build --quiet --strict

fuzz: set-up  ## try the parsers of outside input and the API with many new inputs (ten minutes)
	@scripts/set-up checks
	@FUZZ_EXAMPLES=3000 $(PYTHON) -m pytest tests/fuzz

faults: set-up  ## make each fault of apps, disk, clock and Rasa ten times (twenty minutes)
	@scripts/set-up checks
	@FAULT_REPEATS=10 $(PYTHON) -m pytest tests/faults

client: set-up  ## a typed Python client of the HTTP API, made in var/client
	@CI=true scripts/set-up programs
	@$(PYTHON) -m scripts.make_client var/client

audit: set-up  ## look the pinned packages up in the databases of known weaknesses (needs the network)
	@scripts/set-up checks audit
	@for pins in requirements.txt rasa_project/requirements.txt; do var/env/audit/bin/pip-audit --disable-pip --no-deps -r $$pins; done

evaluate: set-up  ## ask the questions by other hands; a page for each group in var/evaluation; beside them in a writer's words where one is set
	@mkdir -p var/evaluation && rm -f var/evaluation/*.db*
	@for group in tune unseen; do \
		$(THIDUA) index add --store var/evaluation/$$group.db knowledge/data/documents tests/evaluation/$$group/documents $(wildcard ../shared/documents/nd-*.md) > /dev/null; \
		[ $$group = unseen ] && writer="$(THIDUA_WRITER_URL)" || writer=; \
		THIDUA_WRITER_URL=$$writer $(THIDUA) eval --store var/evaluation/$$group.db --report var/evaluation/$$group.html tests/evaluation/$$group/*.yaml | tail -n 3; \
	done
	@$(PYTHON) -m scripts.write_gold_pages unseen var/evaluation/gold
	@$(THIDUA) index add --store var/evaluation/gold.db knowledge/data/documents var/evaluation/gold/pages > /dev/null
	@THIDUA_WRITER_URL= $(THIDUA) eval --store var/evaluation/gold.db --report var/evaluation/gold.html var/evaluation/gold/questions.yaml | tail -n 3

bench: set-up  ## the benchmarks: extraction, indexing, channels, intents, turns, load, soak, scale, retrieval, large and cluster
	@scripts/set-up checks
	@$(PYTHON) -m benchmarks.extraction
	@$(PYTHON) -m benchmarks.indexing
	@$(PYTHON) -m benchmarks.channels
	@$(PYTHON) -m benchmarks.intents
	@$(PYTHON) -m benchmarks.turns
	@$(PYTHON) -m benchmarks.pages
	@$(PYTHON) -m benchmarks.load
	@$(PYTHON) -m benchmarks.soak
	@$(PYTHON) -m benchmarks.scale
	@$(PYTHON) -m benchmarks.retrieval
	@$(PYTHON) -m benchmarks.writing
	@$(PYTHON) -m benchmarks.large
	@$(PYTHON) -m benchmarks.cluster search
	@$(PYTHON) -m benchmarks.cluster faults
	@$(PYTHON) -m benchmarks.cluster throughput

weights: set-up  ## make the encoder and the ranking anew from the laws of ../shared (an hour)
	@scripts/set-up checks
	@$(PYTHON) -m training encoder
	@$(PYTHON) -m training ranking
	@$(PYTHON) -m training answers
	@$(PYTHON) -m training zones
	@$(PYTHON) -m training statements

clean:  ## remove environments, models, stores
	rm -rf var
