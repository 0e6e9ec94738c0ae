# What you need: make, and Python 3.11 or newer. Everything else goes into .venv.
#
#   make demo      the bot in a simulated Discord server, in your browser, without a token
#   make install   set up only
#   make test      set up, then the whole test suite
#   make check     the linters, the type checker and the import rules, then the test suite
#
# Another interpreter: make install PYTHON=python3.12
# PyTorch with CUDA, some gigabytes, which Colloquy has no use for: make install TORCH_INDEX=

PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo "$$python"; break; }; done)
# On Linux the package index's own PyTorch is the CUDA build; PyTorch's index has the processor's.
# Asked first, because pip would try an index that is out of reach again for every package.
ifeq ($(shell uname -s),Linux)
TORCH_INDEX ?= https://download.pytorch.org/whl/cpu
endif
ASK_TORCH_INDEX := 'import sys, urllib.request as r; r.urlopen(sys.argv[1] + "/torch/", timeout=5); \
	print("--extra-index-url", sys.argv[1])'
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check --no-input
INSTALLED := .venv/.installed
# Two processes: each loads the embedding model for itself. Files in their order, since the default
# begins with those of most tests and so leaves the longest tests, which are single, to the end.
SPREAD := -n 2 --dist loadfile --no-loadscope-reorder

.PHONY: demo install test check

demo: install
	@$(BIN)/colloquy demo

install: $(INSTALLED)

test: install
	@$(BIN)/python -m pytest -q $(SPREAD) $(ARGS)

check: install
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m pytest -q $(SPREAD) $(ARGS)

# Written last, so that an interrupted installation is taken up again.
$(INSTALLED): pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "Colloquy needs Python 3.11 or newer. Install it, then: make install PYTHON=/path/to/python3" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { echo "Colloquy needs Python 3.11 or newer; $(PYTHON) is not: $$("$(PYTHON)" --version 2>&1 || true)" >&2; exit 1; }
	@"$(PYTHON)" -c 'import venv, ensurepip' 2>/dev/null || { echo "$(PYTHON) cannot make virtual environments. On Debian and Ubuntu: sudo apt install python3-venv" >&2; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { echo "Making .venv with $$("$(PYTHON)" --version)"; "$(PYTHON)" -m venv --clear .venv; }
	@echo "Installing PyTorch (a large download the first time)"
	@$(PIP) install -c constraints.txt torch==2.13.0 $$($(BIN)/python -c $(ASK_TORCH_INDEX) $(TORCH_INDEX) 2>/dev/null)
	@echo "Installing Colloquy and the packages it needs"
	@$(PIP) install -c constraints.txt -e '.[dev]'
	@$(BIN)/python -m compileall -q bot src
	@touch $(INSTALLED)
