"""The report as one page that needs nothing else: charts are bars of the page's own, no script, every text escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from bot.operations.report import STATUS_LABELS, Report, Row, format_moment

STYLE = """:root{color-scheme:light dark}
body{font:1rem/1.5 system-ui,"Noto Sans",sans-serif;max-width:60rem;margin:1rem auto;padding:0 1rem}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin:1.6rem 0 .4rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.2rem .5rem;border-bottom:1px solid #9097a3;overflow-wrap:anywhere}
td.number{text-align:right;white-space:nowrap;width:7rem}td.bar{width:40%}
td.bar div{background:#a51d1d;height:.9rem;border-radius:.15rem;min-width:2px}
ul.figures{display:flex;flex-wrap:wrap;gap:.5rem;list-style:none;padding:0}
ul.figures li{border:1px solid #9097a3;border-radius:.4rem;padding:.4rem .8rem}ul.figures b{display:block;font-size:1.3rem}
@media print{body{max-width:none}}"""


def page_of(report: Report) -> str:
    """Write the page."""
    answered = sum(row.count for row in report.statuses if row.name == "answered")
    figures = [
        ("lượt hỏi", f"{report.turns}"), ("cuộc trò chuyện", f"{report.conversations}"),
        ("được trả lời", f"{_percent(answered, report.turns)}"),
        ("một nửa số lượt dưới", f"{_number(report.p50_seconds)} giây"), ("95 % số lượt dưới", f"{_number(report.p95_seconds)} giây"),
        ("hữu ích / chưa đúng", f"{report.ups} / {report.downs}"),
    ]  # fmt: skip
    statuses = [Row(STATUS_LABELS.get(row.name, row.name), row.count) for row in report.statuses]
    parts = [
        "<ul class='figures'>" + "".join(f"<li><b>{escape(value)}</b>{escape(name)}</li>" for name, value in figures) + "</ul>",
        _bars("Kết quả", statuses), _bars("Theo ngày", [Row(format_moment(row.name), row.count) for row in report.days]), _bars("Theo kênh", report.channels),
        _bars("Theo chủ đề", report.topics), _bars("Theo nơi", report.places),
        _bars("Câu hỏi chưa tìm thấy, gộp câu giống nhau", report.unanswered),
        _table("Góp ý", ("đánh giá", "lý do", "câu hỏi"), [(_thumb(v.vote), v.reason, v.question) for v in report.votes]),
        _table("Lượt chậm nhất", ("lúc", "giây", "kết quả", "mã lượt (trong nhật ký)"),
               [(format_moment(s.at), _number(s.seconds), STATUS_LABELS.get(s.status, s.status), s.turn) for s in report.slowest]),
    ]  # fmt: skip
    head = f"Trợ lý thi đua, khen thưởng: báo cáo từ {format_moment(report.since)}"
    policy = "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    return (
        f"<!doctype html>\n<html lang='vi'><head><meta charset='utf-8'>{policy}"
        f"<meta name='viewport' content='width=device-width'><title>{head}</title><style>{STYLE}</style></head>"
        f"<body><h1>{head}</h1>{''.join(parts)}</body></html>\n"
    )


def _bars(title: str, rows: Sequence[Row]) -> str:
    most, total = max((row.count for row in rows), default=0), sum(row.count for row in rows)
    lines = [
        f"<tr><td>{escape(row.name)}</td><td class='bar'><div style='width:{100 * row.count / most:.1f}%'></div></td>"
        f"<td class='number'>{row.count} ({_percent(row.count, total)})</td></tr>"
        for row in rows
    ]
    return f"<h2>{escape(title)}</h2>" + (f"<table>{''.join(lines)}</table>" if lines else "<p>Chưa có.</p>")


def _table(title: str, names: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f"<th scope='col'>{escape(name)}</th>" for name in names)
    lines = ["<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows]
    body = f"<table><tr>{head}</tr>{''.join(lines)}</table>" if lines else "<p>Chưa có.</p>"
    return f"<h2>{escape(title)}</h2>{body}"


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "–"


def _number(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")


def _thumb(vote: str) -> str:
    return "hữu ích" if vote == "up" else "chưa đúng"
