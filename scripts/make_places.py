"""Write knowledge/data/places.json from the package vietnamadminunits (1.0.4, MIT).

Usage: pip install --target /tmp/units vietnamadminunits==1.0.4
       python scripts/make_places.py /tmp/units/vietnamadminunits/data

The package's own parser wants whole addresses and costs 71 MB; the assistant only needs names, so the
names are written down once and the package is no run-time dependency.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parent.parent / "knowledge" / "data" / "places.json"
PREFIXES = ("Thành phố ", "Tỉnh ", "Thị xã ", "Quận ", "Huyện ")


def split_kind(full_name: str) -> tuple[str, str]:
    """Split "Tỉnh Bắc Giang" into ("tỉnh", "Bắc Giang")."""
    for prefix in PREFIXES:
        if full_name.lower().startswith(prefix.lower()):
            return prefix.strip().lower(), full_name[len(prefix) :]
    raise ValueError(full_name)


def successors(converter: dict[str, Any]) -> dict[str, str]:
    """Map the key of each province before 2025-07-01 to the key of the one it belongs to since."""
    return {old: new for new, olds in converter["DICT_PROVINCE"].items() for old in olds}


def communes_of_districts(converter: dict[str, Any], today: dict[str, Any]) -> dict[str, list[str]]:
    """Map "province_district" keys to the names of today's communes that took over their wards."""
    plain, accented = today["DICT_PROVINCE_WARD_NO_ACCENTED"], today["DICT_PROVINCE_WARD_ACCENTED"]
    found: dict[str, set[str]] = {}
    for province, merged in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for commune, olds in merged.items():
            for old in olds:
                district = "_".join(old.split("_")[:2])
                ward = plain[province].get(commune) or accented[province][commune]
                found.setdefault(district, set()).add(ward["ward"])
    return {district: sorted(names) for district, names in found.items()}


def main(folder: Path) -> None:
    """Read the package's three JSON files and write ours, sorted, one place a line."""
    converter, today, legacy = (
        json.loads((folder / name).read_text(encoding="utf-8"))
        for name in ("converter_2025.json", "parser_from_2025.json", "parser_legacy.json")
    )
    names = {key: value["province"] for key, value in today["DICT_PROVINCE"].items()}
    communes = communes_of_districts(converter, today)
    after = successors(converter)
    rows: list[dict[str, Any]] = []
    for key, value in legacy["DICT_PROVINCE"].items():
        kind, name = split_kind(value["province"])
        rows.append({"name": name, "kind": kind, "now": names[after[key]]})
        for district_key, district in legacy["DICT_PROVINCE_DISTRICT"][key].items():
            district_kind, district_name = split_kind(district["district"])
            rows.append(
                {
                    "name": district_name,
                    "kind": district_kind,
                    "province": name,
                    "now": names[after[key]],
                    "communes": communes.get(f"{key}_{district_key}", []),
                }
            )
    known = {row["name"] for row in rows if "province" not in row}
    missing = [full for full in names.values() if split_kind(full)[1] not in known]
    if missing:
        raise SystemExit(f"provinces without a former namesake: {missing}")
    rows.sort(
        key=lambda row: (
            row.get("province", row["name"]),
            "province" in row,
            row["name"],
            row["kind"],
        )
    )
    lines = ",\n".join("  " + json.dumps(row, ensure_ascii=False, sort_keys=True) for row in rows)
    head = '{"source": "vietnamadminunits 1.0.4 (MIT), data of 2025-08", "since": "2025-07-01", "places": [\n'
    TARGET.write_text(head + lines + "\n]}\n", encoding="utf-8")
    print(f"{TARGET}: {len(rows)} places")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
