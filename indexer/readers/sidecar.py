"""What staff enter by hand about a file: a YAML file beside it with the same stem; it wins over what was read.

```yaml
title: Chỉ thị về việc phát động thi đua năm 2024
issued: 2024-02-09
facts:
- {kind: target, name: Tỷ lệ che phủ rừng, value: đạt 41%, year: 2024, quote: "tỷ lệ che phủ rừng đạt 41%"}
```

Every fact names the words that say it: without evidence there is no fact, not even one entered by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from indexer.errors import BadMetadata
from indexer.readers.markdown import checked_fields
from knowledge.model import Fact
from knowledge.text import nfc

MOST_BYTES = 200_000
FACT_FIELDS = {"kind", "name", "value", "place", "year", "quote"}
BY_HAND = {"by_hand": "true"}


@dataclass(frozen=True)
class Sidecar:
    """The fields of Document and the facts that were entered."""

    content: bytes = b""
    stated: Mapping[str, Any] = field(default_factory=dict)
    rows: tuple[Mapping[str, Any], ...] = ()

    def facts(self, document_id: str, text: str, year: int | None, place: str | None) -> list[Fact]:
        """Give the facts with the place of their evidence in the text."""
        return [_fact(row, document_id, text, year, place) for row in self.rows]


def read_sidecar(path: Path) -> Sidecar:
    """Read the YAML file beside a file; an empty one where there is none."""
    beside = path.with_suffix(".yaml")
    if path.suffix == ".yaml" or not beside.is_file():
        return Sidecar()
    content = beside.read_bytes()
    if len(content) > MOST_BYTES:
        raise BadMetadata(f"Tệp {beside.name} quá lớn.")
    try:
        given = yaml.safe_load(content.decode("utf-8"))
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadMetadata(f"Tệp {beside.name} sai cú pháp YAML: {str(error).splitlines()[0]}.") from error
    if not isinstance(given, dict):
        raise BadMetadata(f"Tệp {beside.name} phải là các dòng «tên: giá trị».")
    rows = given.pop("facts", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise BadMetadata(f"Trong {beside.name}, «facts» phải là một danh sách.")
    return Sidecar(content, checked_fields(given), tuple(rows))


def _fact(row: Mapping[str, Any], document_id: str, text: str, year: int | None, place: str | None) -> Fact:
    if not {"kind", "name", "quote"} <= row.keys() or not row.keys() <= FACT_FIELDS:
        raise BadMetadata(
            f"Dữ kiện nhập tay phải có kind, name, quote và chỉ các mục {', '.join(sorted(FACT_FIELDS))}."
        )
    quote = nfc(str(row["quote"])).strip()
    start = text.find(quote) if quote else -1
    if start < 0:
        raise BadMetadata(f"Câu dẫn “{quote[:80]}” của dữ kiện nhập tay không có trong văn bản.")
    return Fact(
        document_id, str(row["kind"]), nfc(str(row["name"])), start, start + len(quote), nfc(str(row.get("value", ""))),
        row.get("place", place), row.get("year", year), dict(BY_HAND),
    )  # fmt: skip
