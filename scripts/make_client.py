"""Make a typed Python client of the HTTP API: `python -m scripts.make_client FOLDER`.

The folder gets `openapi.json` and the package `thidua_client`, which needs httpx and attrs alone.
openapi-python-client makes it, in the environment of `scripts/set-up programs`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from bot.settings import ROOT
from scripts.openapi_document import openapi_document

PROGRAMS = ROOT / "var" / "env" / "programs" / "bin"
#: FastAPI lists it where it checks a parameter; the assistant answers 400 instead.
NEVER_ANSWERED = "422"


def main() -> None:
    """Write the document and the package."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    document = openapi_document()
    for operations in document["paths"].values():
        for operation in operations.values():
            operation["responses"].pop(NEVER_ANSWERED, None)
    path = folder / "openapi.json"
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    command = [PROGRAMS / "openapi-python-client", "generate", "--meta", "none", "--overwrite"]
    command += ["--path", path, "--output-path", folder / "thidua_client"]
    # It tidies what it made with the ruff beside it.
    environment = {**os.environ, "PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run(command, env=environment, check=True)


if __name__ == "__main__":
    main()
