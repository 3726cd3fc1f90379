"""Write the annotated pages of `tests/gold/GROUP` as text files, and their questions as one file.

`python -m scripts.write_gold_pages unseen FOLDER`: FOLDER/pages/NAME.txt and FOLDER/questions.yaml, for
`thidua index add` and `thidua eval`.
"""

from __future__ import annotations

import sys
from pathlib import Path

import yaml

from benchmarks.extraction.pages import read_pages


def write_pages(group: str, folder: Path) -> int:
    """Write pages and questions; return the number of questions."""
    texts = folder / "pages"
    texts.mkdir(parents=True, exist_ok=True)
    questions = []
    for page in read_pages(group):
        (texts / f"{page.name}.txt").write_text(page.text, encoding="utf-8")
        questions += page.gold.get("questions", [])
    written = yaml.safe_dump(questions, allow_unicode=True, sort_keys=False)
    (folder / "questions.yaml").write_text(written, encoding="utf-8")
    return len(questions)


if __name__ == "__main__":
    write_pages(sys.argv[1], Path(sys.argv[2]))
