"""What a tool returns, as a text that a model or a person reads: first the words, then their sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bot.dialogue.answers import Answer, Citation
from bot.mcp.results import AwardChoice, DocumentPiece, FoundPassage
from knowledge.answering import bullet_list
from knowledge.language import format_date
from knowledge.law import AwardSheet

#: Stand around the passage that was asked for.
BEFORE, AFTER = "⟦", "⟧"
NO_PASSAGE = "Tôi không tìm thấy đoạn nào trong các văn bản đang có."
NO_PLACE = "Tôi chưa có văn bản nào về “{place}”."
NO_AWARD = "Không có danh hiệu, hình thức khen thưởng nào tên là “{name}”."
WHICH_AWARD = "Anh/chị hỏi danh hiệu, hình thức khen thưởng nào? Gọi lại với một mã sau đây:"
NO_SUCH_PASSAGE = "Văn bản {document_id!r} không có đoạn số {passage}."
PAST_THE_END = "Văn bản {document_id!r} chỉ có {length} ký tự."


def answer_text(answer: Answer) -> str:
    """Return an answer's text, the places cited, and what may be asked instead."""
    choices = [f"- {button.title}" for button in answer.buttons]
    told = ["Có thể hỏi tiếp:", *choices] if choices else []
    return "\n".join([answer.text, *_section("Trích từ:", map(_citation, answer.citations)), *told])


def found_text(passages: Sequence[FoundPassage]) -> str:
    """Return passages, each with the document it stands in."""
    return "\n\n".join(_found(number, one) for number, one in enumerate(passages, start=1))


def piece_text(piece: DocumentPiece, name: str) -> str:
    """Return a part of a document under what is known of it; `name` is how a person calls it."""
    head = [f"{name}: {piece.title}", *piece.validity, piece.url, *_origin(piece.source_url)]
    if marked := piece.marked:
        where = f" ({marked.place})" if marked.place else ""
        head.append(f"Đoạn số {marked.passage}{where} nằm giữa {BEFORE} và {AFTER}.")
    if piece.doubts:
        head.append(f"Có thể đọc chưa đúng: {'; '.join(piece.doubts)}")
    head.append(f"Ký tự {piece.start}–{piece.end} trên {piece.length}:")
    return "\n".join([*head, "", _marked(piece)])


def sheet_text(sheet: AwardSheet) -> str:
    """Return all about an award, each statement with where it stands."""
    head = f"{sheet.full_name} (theo quy định vào ngày {format_date(sheet.day)})"
    if sheet.refusal:
        return f"{head}\n{sheet.refusal}"
    told = [told.text for told in sheet.summary]
    lines = [head, *told, *filter(None, [sheet.former]), *_sections(sheet)]
    lines += _section("Danh hiệu cần có trước:", (f"{s.name} ({s.id})" for s in sheet.before))
    lines += _section("Là bước đến:", (f"{s.name} ({s.id})" for s in sheet.after))
    lines += [sheet.money.text] if sheet.money else []
    lines += filter(None, [sheet.notice])
    return "\n".join([*lines, *_section("Nguồn:", _sources(sheet))])


def choices_text(choices: Iterable[AwardChoice]) -> str:
    """Return the question which award is meant."""
    lines = (f"{one.name} ({one.recipients}): {one.id}" for one in choices)
    return f"{WHICH_AWARD}\n{bullet_list(lines)}"


def _citation(citation: Citation) -> str:
    named = f"{citation.number} – {citation.title}" if citation.number else citation.title
    where = f"{citation.place}, {named}" if citation.place else named
    quote = f": “{citation.quote}”" if citation.quote else ""
    return " ".join([f"{where}{quote}", citation.url or citation.source_url or ""]).strip()


def _found(number: int, passage: FoundPassage) -> str:
    where = f" – {passage.place}" if passage.place else ""
    head = f"{number}. {passage.document}{where} (mã {passage.document_id}, đoạn {passage.passage})"
    return "\n".join([head, passage.text, passage.url])


def _origin(address: str | None) -> Iterator[str]:
    if address:
        yield f"Lấy từ: {address}"


def _marked(piece: DocumentPiece) -> str:
    if not (marked := piece.marked):
        return piece.text
    start, end = marked.start - piece.start, min(marked.end, piece.end) - piece.start
    text = piece.text
    return f"{text[:start]}{BEFORE}{text[start:end]}{AFTER}{text[end:]}"


def _sections(sheet: AwardSheet) -> Iterator[str]:
    for section in sheet.sections:
        yield f"{section.title}:"
        yield from filter(None, [section.silence])
        for group in section.groups:
            yield from filter(None, [group.warning])
            for statement in group.statements:
                source = f" ({statement.source.name})" if statement.source else ""
                yield f"- {statement.text}{source}"


def _sources(sheet: AwardSheet) -> Iterator[str]:
    """Yield each source once with its address."""
    stated = [
        s.source for part in sheet.sections for group in part.groups for s in group.statements
    ]
    told = [*sheet.summary, *([sheet.money] if sheet.money else [])]
    stated += [step.rule.source for step in (*sheet.before, *sheet.after)]
    stated += [source for one in told for source in one.sources]
    sources = {source.name: source.url for source in stated if source and source.url}
    yield from (f"{name}: {url}" for name, url in sources.items())


def _section(title: str, lines: Iterable[str]) -> list[str]:
    found = list(dict.fromkeys(lines))
    return [title, bullet_list(found)] if found else []
