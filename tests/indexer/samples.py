"""One directive of a made-up district in the forms in which offices pass it on, and a decree."""

from __future__ import annotations

import io
import textwrap

import docx
from PIL import Image, ImageDraw, ImageFont

#: An article on the web about the directive, with the menu lines of its page.
ARTICLE = """image banner
Lục Nam phát động thi đua năm 2024
Lượt xem: 12

Ngày 05/02/2024, UBND huyện Lục Nam đã ban hành Kế hoạch số 12/KH-UBND về phát động thi đua năm 2024.
Đồng chí Trần Văn Minh, Chủ tịch UBND huyện phát động thi đua năm 2024 với chủ đề “Kỷ luật, “sáng tạo” và về đích”.
Các chỉ tiêu như: Tỷ lệ che phủ rừng đạt 41%. Thành lập mới 03 hợp tác xã; thu ngân sách 250 tỷ đồng.
1. Thực hiện phong trào do Thủ tướng Chính phủ phát động: “Cả nước thi đua A” giai đoạn 2021-2025; “Cả nước thi đua B”.
2. Hưởng ứng phong trào do huyện phát động như “Lục Nam xanh” và xét tặng danh hiệu “Công dân gương mẫu”, “Gia đình kiểu mẫu”.
3. Nâng hạng Chỉ số hài lòng (SIPAS) theo Nghị quyết số 05-NQ/HU ngày 01/02/2024 của Huyện ủy về cải cách hành chính.
4. Khen thưởng bảo đảm kịp thời, ưu tiên người lao động trực tiếp.

Tin liên quan
Phong trào “Không được đọc”
"""
#: A decree with the markup of a copy on the web.
LEGAL_TEXT = """Chính phủ

Số: 77/2031/NĐ-CP

Hà Nội, ngày 05 tháng 4 năm 2031

**NGHỊ ĐỊNH  
Quy định về việc thử  
nghiệm trợ lý**

Căn cứ Luật Thử nghiệm;

**Chương I**

**NHỮNG QUY ĐỊNH CHUNG**

**Điều 1. Phạm vi**

Nghị định này nói về việc thử.

**Điều 2. Cách thử**

## 1. Người thử phải:

a) Đọc kỹ văn bản;

Đọc xong thì ghi lại.

b) Báo ngay cho ngườiởgần.

Việc báo được ghi vào sổ.

2. Không ai được thử một mình.

**Mục 2
Điều khoản
thi hành**

Điều 3. Hiệu lực

1. Nghị định này có hiệu lực thi hành từ ngày 15 tháng 7 năm 2031.

2. Nghị định này hết hiệu lực kể từ ngày 20 tháng 3 năm 2033.
"""  # noqa: W291
#: The directive itself: the two columns of its letterhead, kind and subject, body, table, signature.
LEFT = ["ỦY BAN NHÂN DÂN", "HUYỆN LỤC NAM", "Số: 07/CT-UBND"]
RIGHT = [
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Lục Nam, ngày 09 tháng 02 năm 2024",
]
HEAD = ["CHỈ THỊ", "Về việc phát động phong trào thi đua yêu nước năm 2024"]
BODY = [
    (
        "Ủy ban nhân dân huyện phát động thi đua năm 2024 trên toàn huyện "
        "với chủ đề “Kỷ luật, sáng tạo, về đích”, gắn với nhiệm vụ."
    ),
    (
        "1. Thực hiện phong trào do Thủ tướng Chính phủ phát động: "
        "“Cả nước thi đua A” giai đoạn 2021-2025; “Cả nước thi đua B”."
    ),
    (
        "2. Các chỉ tiêu: tỷ lệ che phủ rừng đạt 41%; thu ngân sách đạt 250 tỷ đồng; "
        "thành lập mới 03 hợp tác xã trong năm 2024."
    ),
    (
        "3. Khen thưởng bảo đảm kịp thời, đúng người, ưu tiên người lao động trực tiếp "
        "và các tập thể nhỏ ở cơ sở."
    ),
]
ROWS = [("Chỉ tiêu", "Mức"), ("Số xã đạt chuẩn nông thôn mới", "03 xã")]
SIGNATURE = ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Trần Văn Minh"]
CSS = "body { font-family: 'DejaVu Serif', serif; font-size: 13pt }"


def plain_text() -> bytes:
    return "\n\n".join([*LEFT, *RIGHT, *HEAD, *BODY, *SIGNATURE]).encode()


def _elements(tag: str, lines: list[str]) -> str:
    return "".join(f"<{tag}>{line}</{tag}>" for line in lines)


def _html_directive() -> str:
    columns = "".join(f"<td>{'<br>'.join(lines)}</td>" for lines in (LEFT, RIGHT))
    header, row = (
        _elements("th", list(ROWS[0])),
        _elements("td", list(ROWS[1])),
    )
    return (
        f"<table width='100%'><tr>{columns}</tr></table>{_elements('p', HEAD)}{_elements('p', BODY)}"
        f"<table border='1'><tr>{header}</tr><tr>{row}</tr></table>{_elements('p', SIGNATURE)}"
    )


def printable_page() -> str:
    return f"<meta charset='utf-8'><style>{CSS}</style>{_html_directive()}"


def semantic_page() -> bytes:
    """A page with nav, article, aside and footer."""
    return f"""<html lang='vi'><head>
<title>Chỉ thị phát động thi đua năm 2024 | Cổng thông tin điện tử</title><meta charset='utf-8'>
<script>var x = 'Không được đọc'</script></head><body>
<nav><a href='/'>Trang chủ</a> <a href='/a'>Giới thiệu</a> <a href='/b'>Tin tức</a></nav>
<article>{_html_directive()}</article>
<aside><h3>Tin liên quan</h3>
<a href='/1'>Huyện khác phát động phong trào “Không được đọc”</a></aside>
<footer>Bản quyền. Lượt truy cập: 12345</footer></body></html>""".encode()


def layout_page() -> bytes:
    """A page built from layout tables, with the directive in a cell of a cell."""
    menu = (
        "<td><a href='/'>Trang chủ</a><br><a href='/1'>Giới thiệu</a><br>"
        "<a href='/2'>Văn bản chỉ đạo</a></td>"
    )
    news = (
        "<td><b>Tin mới</b><br>"
        "<a href='/x'>Phong trào “Không được đọc” ở một nơi khác trong tỉnh</a></td>"
    )
    inner = f"<td><table><tr><td>{_html_directive()}</td></tr></table></td>"
    meta = "<meta http-equiv='Content-Type' content='text/html; charset=utf-8'>"
    rows = f"<tr>{menu}{inner}{news}</tr>"
    return f"<html><head>{meta}</head><body><table>{rows}</table></body></html>".encode()


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
    for line in SIGNATURE:
        document.add_paragraph(line)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def scanned_plan(text: str) -> bytes:
    """Return a PDF of one page that is only a picture of a text."""
    page = Image.new("L", (1654, 2339), 255)
    font = ImageFont.truetype("DejaVuSerif", 36)
    lines = "\n".join(textwrap.fill(line, 60) for line in text.splitlines())
    ImageDraw.Draw(page).multiline_text((150, 150), lines, fill=0, font=font, spacing=30)
    content = io.BytesIO()
    page.save(content, "PDF", resolution=200)
    return content.getvalue()
