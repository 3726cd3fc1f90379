"""None of the originals' sentences stand in the repository: facts carry over, in our own words."""

from __future__ import annotations

import re
import subprocess

from bot.settings import ROOT
from indexer.extraction.quoted_names import QUOTED
from knowledge.language import cached_tokens, normalize
from tests.conftest import SHARED, needs_shared

#: What is exact by nature: names of documents, projects and occasions, people with their posts, rows of a table, the head of every letter.
EXACT = re.compile(
    r"(Chỉ thị|Kế hoạch|Nghị quyết|Nghị định|Thông tư|Luật sửa đổi|Căn cứ Luật|Chỉ số|Đề án|dự án|Quyết định)[^.;]*"
    r"|phong trào thi đua thực hiện thắng lợi[^.;]*|hội nghị tổng kết công tác thi đua[^.;]*"
    r"|Thủ tướng Chính phủ, Hội đồng [^.\n]*|Cụm thi đua các tỉnh [^.,;]*|Ngày Chủ tịch Hồ Chí Minh[^.;]*|^\|.*$|^- [^-\n]* - .*$"
    r"|học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh"
    r"|Cộng hòa xã hội chủ nghĩa Việt Nam|(Phó )?(Chủ tịch|Bí thư) [^.;]*|[^.;\n]* (Phó Chủ tịch|Phó Bí thư|Ủy viên) [^.;\n]*",
    re.IGNORECASE | re.MULTILINE,
)
#: Names of awards, texts and movements in the law's data.
LAW_NAMES = re.compile(r"\b(id|name|title|short|keywords|also): .*", re.MULTILINE)
RUN = 13


def runs(text: str) -> set[tuple[str, ...]]:
    """Give every run of words outside quotation marks and exact names."""
    words = cached_tokens(EXACT.sub(" # ", QUOTED.sub(" # ", normalize(text))))
    return {tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}


@needs_shared
def test_no_sentence_of_an_original_is_in_the_repository() -> None:
    originals = set[tuple[str, ...]]()
    for path in (
        (SHARED / "seeds").glob("*.txt"),
        (SHARED / "law").iterdir(),
        (SHARED / "documents").glob("nd-*.md"),
    ):
        for file in path:
            originals |= runs(file.read_text(encoding="utf-8"))
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    for name in listed.splitlines():
        path = ROOT / name
        if path.suffix in {".md", ".yaml", ".yml", ".py", ".txt", ".js", ".html"} and path.exists():
            copied = runs(LAW_NAMES.sub(" # ", path.read_text(encoding="utf-8"))) & originals
            assert not copied, f"{name}: {[' '.join(run) for run in sorted(copied)[:5]]}"
