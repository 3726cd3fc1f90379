"""What staff enter by hand about a file: a YAML file beside it with the same stem, which wins.

```yaml
title: Chỉ thị về việc phát động thi đua năm 2024
issued: 2024-02-09
facts:
- {kind: target, name: Tỷ lệ che phủ rừng, value: đạt 41%, year: 2024,
   quote: "tỷ lệ che phủ rừng đạt 41%"}
```

Every fact quotes its evidence: without evidence there is no fact, not even one entered by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from indexer.errors import InvalidMetadata
from indexer.parameters import MAX_SIDECAR_BYTES
from indexer.readers.markdown import validate_metadata
from knowledge.language import normalize
from knowledge.model import Document, Fact, FactDetails

REQUIRED_FACT_FIELDS = {"kind", "name", "quote"}
FACT_FIELDS = {*REQUIRED_FACT_FIELDS, "value", "place", "year"}


@dataclass(frozen=True)
class Sidecar:
    """The bytes of the YAML file, the fields of `Document` in it, and its facts as typed."""

    content: bytes = b""
    metadata: Mapping[str, Any] = field(default_factory=dict)
    facts: tuple[Mapping[str, Any], ...] = ()


def read_sidecar(path: Path) -> Sidecar:
    """Return the sidecar of the file at `path`, an empty one when there is none.

    Raise `InvalidMetadata` when it is not in the agreed form.
    """
    sidecar = path.with_suffix(".yaml")
    if path.suffix == ".yaml" or not sidecar.is_file():
        return Sidecar()
    content = sidecar.read_bytes()
    metadata = _load_mapping(content, sidecar.name)
    facts = metadata.pop("facts", [])
    if not isinstance(facts, list) or not all(isinstance(fact, dict) for fact in facts):
        raise InvalidMetadata(f"Trong {sidecar.name}, «facts» phải là một danh sách.")
    return Sidecar(content, validate_metadata(metadata), tuple(facts))


def _load_mapping(content: bytes, name: str) -> dict[str, Any]:
    if len(content) > MAX_SIDECAR_BYTES:
        raise InvalidMetadata(f"Tệp {name} quá lớn.")
    try:
        mapping = yaml.safe_load(content.decode("utf-8"))
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        cause = str(error).splitlines()[0]
        raise InvalidMetadata(f"Tệp {name} sai cú pháp YAML: {cause}.") from error
    if not isinstance(mapping, dict):
        raise InvalidMetadata(f"Tệp {name} phải là các dòng «tên: giá trị».")
    return mapping


def build_facts(sidecar: Sidecar, document: Document, year: int | None) -> list[Fact]:
    """Return the facts of a sidecar with the offsets of their quotes in `document.text`.

    A fact that names no place or year has the document's. Raise `InvalidMetadata` for a fact that
    lacks a field, has an unknown one, or quotes what does not stand in the text.
    """
    return [_build_fact(fields, document, year) for fields in sidecar.facts]


def _build_fact(fields: Mapping[str, Any], document: Document, year: int | None) -> Fact:
    if not fields.keys() >= REQUIRED_FACT_FIELDS or not fields.keys() <= FACT_FIELDS:
        raise InvalidMetadata(
            "Dữ kiện nhập tay phải có kind, name, quote và chỉ các mục "
            f"{', '.join(sorted(FACT_FIELDS))}."
        )
    quote = normalize(str(fields["quote"])).strip()
    start = document.text.find(quote) if quote else -1
    if start < 0:
        raise InvalidMetadata(
            f"Câu dẫn “{quote[:80]}” của dữ kiện nhập tay không có trong văn bản."
        )
    return Fact(
        document_id=document.id,
        kind=str(fields["kind"]),
        name=normalize(str(fields["name"])),
        start=start,
        end=start + len(quote),
        value=normalize(str(fields.get("value", ""))),
        place=fields.get("place", document.place),
        year=fields.get("year", year),
        details=FactDetails(by_hand=True),
    )
