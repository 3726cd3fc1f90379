"""One directive as offices pass it on: text, web pages of two makes, Word and a printed PDF; and files that cannot be read."""

from __future__ import annotations

import io
import shutil
import unicodedata
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import docx
import pypdfium2
import pytest

from indexer.document_reader import read_file
from indexer.errors import (
    CorruptFile,
    EmptyFile,
    EncryptedFile,
    FileTooLarge,
    IndexingError,
    NotText,
)
from indexer.pipeline import index_source, index_sources
from indexer.readers import READERS
from indexer.readers.text_encoding import convert_legacy
from knowledge.library import Library

LEFT = ["ỦY BAN NHÂN DÂN", "HUYỆN LỤC NAM", "Số: 07/CT-UBND"]
RIGHT = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Lục Nam, ngày 09 tháng 02 năm 2024"]
HEAD = ["CHỈ THỊ", "Về việc phát động phong trào thi đua yêu nước năm 2024"]
BODY = [
    "Ủy ban nhân dân huyện phát động thi đua năm 2024 trên toàn huyện với chủ đề “Kỷ luật, sáng tạo, về đích”, gắn với nhiệm vụ.",
    "1. Thực hiện phong trào do Thủ tướng Chính phủ phát động: “Cả nước thi đua A” giai đoạn 2021-2025; “Cả nước thi đua B”.",
    "2. Các chỉ tiêu: tỷ lệ che phủ rừng đạt 41%; thu ngân sách đạt 250 tỷ đồng; thành lập mới 03 hợp tác xã trong năm 2024.",
    "3. Khen thưởng bảo đảm kịp thời, đúng người, ưu tiên người lao động trực tiếp và các tập thể nhỏ ở cơ sở.",
]
ROWS = [("Chỉ tiêu", "Mức"), ("Số xã đạt chuẩn nông thôn mới", "03 xã")]
SIGNED = ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Trần Văn Minh"]
CSS = "body { font-family: 'DejaVu Serif', serif; font-size: 13pt }"


def block(tag: str, lines: list[str]) -> str:
    return "".join(f"<{tag}>{line}</{tag}>" for line in lines)


def article() -> str:
    head = f"<table width='100%'><tr><td>{'<br>'.join(LEFT)}</td><td>{'<br>'.join(RIGHT)}</td></tr></table>"
    table = "<tr><th>{}</th><th>{}</th></tr><tr><td>{}</td><td>{}</td></tr>".format(*ROWS[0], *ROWS[1])
    return f"{head}{block('p', HEAD)}{block('p', BODY)}<table border='1'>{table}</table>{block('p', SIGNED)}"


def semantic_page() -> bytes:
    menu = "<nav><a href='/'>Trang chủ</a> <a href='/a'>Giới thiệu</a> <a href='/b'>Tin tức</a></nav>"
    aside = "<aside><h3>Tin liên quan</h3><a href='/1'>Huyện khác phát động phong trào “Không được đọc”</a></aside>"
    title = "<title>Chỉ thị phát động thi đua năm 2024 | Cổng thông tin điện tử</title><meta charset='utf-8'>"
    page = f"<html lang='vi'><head>{title}<script>var x = 'Không được đọc'</script></head><body>{menu}"
    return f"{page}<article>{article()}</article>{aside}<footer>Bản quyền. Lượt truy cập: 12345</footer></body></html>".encode()


def layout_page() -> bytes:
    menu = "<td><a href='/'>Trang chủ</a><br><a href='/1'>Giới thiệu</a><br><a href='/2'>Văn bản chỉ đạo</a></td>"
    news = "<td><b>Tin mới</b><br><a href='/x'>Phong trào “Không được đọc” ở một nơi khác trong tỉnh</a></td>"
    inner = f"<td><table><tr><td>{article()}</td></tr></table></td>"
    meta = "<meta http-equiv='Content-Type' content='text/html; charset=utf-8'>"
    return f"<html><head>{meta}</head><body><table><tr>{menu}{inner}{news}</tr></table></body></html>".encode()


def word_file() -> bytes:
    document = docx.Document()
    cells = document.add_table(1, 2).rows[0].cells
    for cell, lines in zip(cells, (LEFT, RIGHT), strict=True):
        for line in lines:
            cell.add_paragraph(line)
    for line in [*HEAD, *BODY]:
        document.add_paragraph(line)
    table = document.add_table(0, 2)
    for row in ROWS:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    for line in SIGNED:
        document.add_paragraph(line)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


@pytest.fixture(scope="module")
def printed() -> bytes:
    """The page as Chromium prints it: a PDF that no library of ours has made."""
    browser_path = shutil.which("chromium")
    if not browser_path:
        pytest.skip("no Chromium here")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path)
        page = browser.new_page()
        page.set_content(f"<meta charset='utf-8'><style>{CSS}</style>{article()}")
        made: bytes = page.pdf(format="A4")
        browser.close()
    return made


MAKERS: dict[str, Callable[[], bytes]] = {
    "semantic.html": semantic_page,
    "layout.htm": layout_page,
    "word.docx": word_file,
    "plain.txt": lambda: "\n\n".join([*LEFT, *RIGHT, *HEAD, *BODY, *SIGNED]).encode(),
}


@pytest.mark.parametrize("name", [*MAKERS, "printed.pdf"])
def test_the_same_directive_is_read_from_every_format(
    request: pytest.FixtureRequest, tmp_path: Path, name: str
) -> None:
    content = request.getfixturevalue("printed") if name == "printed.pdf" else MAKERS[name]()
    (tmp_path / name).write_bytes(content)
    reading = read_file(tmp_path / name)
    document = reading.document
    assert (document.kind, document.number, document.issued) == ("Chỉ thị", "07/CT-UBND", date(2024, 2, 9))
    assert (document.authority, document.place) == ("Ủy ban nhân dân huyện Lục Nam", "Lục Nam")
    assert document.years == (2024,)
    assert "phát động phong trào thi đua yêu nước năm 2024" in document.title
    assert document.signer == "Trần Văn Minh"
    told = {
        kind: {fact.name for fact in reading.facts if fact.kind == kind} for kind in ("theme", "movement", "principle")
    }
    assert told["theme"] == {"Kỷ luật, sáng tạo, về đích"}
    assert told["movement"] == {"Cả nước thi đua A", "Cả nước thi đua B"}
    assert len(told["principle"]) == 1
    targets = {f"{fact.name} {fact.value}" for fact in reading.facts if fact.kind == "target"}
    assert any("che phủ rừng" in target and "41%" in target for target in targets)
    assert "Không được đọc" not in document.text
    assert "Lượt truy cập" not in document.text
    for fact in reading.facts:
        assert document.text[fact.start : fact.end].strip()


@pytest.mark.parametrize("name", ["semantic.html", "layout.htm", "word.docx", "printed.pdf"])
def test_a_table_stays_a_table(request: pytest.FixtureRequest, tmp_path: Path, name: str) -> None:
    content = request.getfixturevalue("printed") if name == "printed.pdf" else MAKERS[name]()
    (tmp_path / name).write_bytes(content)
    rows = [passage.text for passage in read_file(tmp_path / name).passages if passage.kind == "row"]
    assert [row.replace(" ", "") for row in rows] == ["|Chỉtiêu|Mức|", "|Sốxãđạtchuẩnnôngthônmới|03xã|"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (["Phong trµo thi ®ua yªu n­íc"], ["Phong trào thi đua yêu nước"]),
        (["Thi ñua khen thöôûng naêm 2005 cuûa tænh"], ["Thi đua khen thưởng năm 2005 của tỉnh"]),
        (["Phong trµo thi ®ua yªu n­íc", "Đã là Unicode: không đổi"], ["Phong trào thi đua yêu nước", "Đã là Unicode: không đổi"]),
        (["Đã đúng rồi", "plain ASCII"], ["Đã đúng rồi", "plain ASCII"]),
    ],
)  # fmt: skip
def test_fonts_from_before_unicode_are_read_aright(typed: list[str], meant: list[str]) -> None:
    assert convert_legacy(typed) == meant


TCVN3 = {
    "ộ": "é", "đ": "®", "á": "¸", "í": "Ý", "ư": "­", "ớ": "í", "ế": "Õ", "ị": "Þ", "ề": "Ò", "à": "µ", "ê": "ª", "ỉ": "Ø", "ủ": "ñ",
    "ạ": "¹", "ứ": "ø", "ự": "ù", "ệ": "Ö", "ă": "¨", "â": "©", "ô": "«", "ơ": "¬", "ồ": "å", "ú": "ó", "ậ": "Ë", "ấ": "Ê",
}  # fmt: skip
LETTER = "chủ đề phong trào thi đua yêu nước năm nay là đoàn kết, kỉ cương, sáng tạo, về đích"


@pytest.mark.parametrize(
    "content",
    [
        LETTER.encode("utf-16"),
        b"\xff\xfe" + LETTER.encode("utf-16-le"),
        unicodedata.normalize("NFD", LETTER).encode(),
        "".join(TCVN3.get(letter, letter) for letter in LETTER).encode("cp1252"),
        "".join(TCVN3.get(letter, letter) for letter in LETTER).encode(),
        f"<html><body><p>{LETTER}</p></body></html>".encode(),
    ],
    ids=["utf-16", "utf-16-le", "nfd", "tcvn3", "tcvn3 in utf-8", "page"],
)
def test_texts_are_read_in_the_encodings_offices_use(content: bytes) -> None:
    assert LETTER in READERS[".txt"](content).text


def bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 300_000_000)
    return made.getvalue()


def blank_pdf() -> bytes:
    document = pypdfium2.PdfDocument.new()
    document.new_page(595, 842)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def many_pages(count: int) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _ in range(count):
        document.new_page(595, 842)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def entities() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word_file())) as old, zipfile.ZipFile(made, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "word/document.xml":
                secret = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
                content = content.replace(b"?>", b"?>" + secret, 1).replace(b"CH\xe1\xbb\x88 TH\xe1\xbb\x8a", b"&x;", 1)
            new.writestr(entry, content)
    return made.getvalue()


BAD: list[tuple[str, Callable[[], bytes], type[IndexingError]]] = [
    ("empty.pdf", lambda: b"", CorruptFile),
    ("cut.pdf", lambda: b"%PDF-1.7\n1 0 obj\n<<", CorruptFile),
    ("blank.pdf", blank_pdf, EmptyFile),
    ("3000.pdf", lambda: many_pages(3000), EmptyFile),
    ("3001.pdf", lambda: many_pages(3001), FileTooLarge),
    ("text.pdf", lambda: "chỉ là chữ".encode(), CorruptFile),
    ("empty.docx", lambda: b"", CorruptFile),
    ("cut.docx", lambda: word_file()[:2000], CorruptFile),
    ("bomb.docx", bomb, FileTooLarge),
    ("page.docx", semantic_page, CorruptFile),
    ("empty.html", lambda: b"", EmptyFile),
    ("menu.html", lambda: b"<html><body></body></html>", EmptyFile),
    ("huge.html", lambda: b"<p>a</p>" * 7_000_000, FileTooLarge),
    ("word.html", word_file, NotText),
]


@pytest.mark.parametrize(("name", "content", "error"), BAD, ids=[name for name, *_ in BAD])
def test_what_cannot_be_read_is_told_in_one_sentence(
    name: str, content: Callable[[], bytes], error: type[IndexingError]
) -> None:
    with pytest.raises(error) as raised:
        READERS[Path(name).suffix](content())
    assert str(raised.value).endswith(".")
    assert "\n" not in str(raised.value)


def test_a_pdf_with_a_password_says_so() -> None:
    pikepdf = pytest.importorskip("pikepdf", reason="pikepdf is not installed here")
    made = io.BytesIO()
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(made, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(EncryptedFile):
        READERS[".pdf"](made.getvalue())


def test_an_entity_in_word_never_opens_a_file() -> None:
    try:
        text = READERS[".docx"](entities()).text
    except IndexingError:
        return
    assert "root:" not in text


def test_one_bad_file_leaves_the_rest(library: Library, tmp_path: Path) -> None:
    (tmp_path / "hỏng.pdf").write_bytes(b"%PDF-1.4 cut")
    (tmp_path / "tốt lắm.docx").write_bytes(word_file())
    outcomes = {Path(outcome.source).name: outcome.state for outcome in index_sources(library, [tmp_path])}
    assert outcomes == {"hỏng.pdf": "failed", "tốt lắm.docx": "indexed"}
    assert index_source(library, tmp_path / "tốt lắm.docx").state == "unchanged"
