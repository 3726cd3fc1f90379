"""Little data for the steps of training."""

from __future__ import annotations

from training.corpus import Article

#: A question and a passage with their prompts.
QUESTION = "query: Hội đồng sáng kiến được thành lập như thế nào?"
PASSAGE = "passage: Phong trào thi đua năm 2022, 80,5%."

DECREE = "Nghị định số 1/2020/NĐ-CP quy định về thi đua"
CONTENTS = [
    (
        "Nguyên tắc thi đua",
        "1. Tự nguyện, tự giác.\n2. Công khai, đoàn kết, hợp tác và cùng phát triển.",
    ),
    (
        "Quỹ thi đua",
        "Quỹ được lập từ ngân sách nhà nước và đóng góp của cá nhân, tổ chức trong nước.",
    ),
    (
        "",
        "Nghị định này có hiệu lực kể từ ngày 01 tháng 01 năm 2020 và thay thế nghị định trước.",
    ),
]
#: Six articles of each title.
ARTICLES = [
    Article(f"1/2020/nđ-cp+{number}", "1/2020/nđ-cp", DECREE, str(number), title, text)
    for number, (title, text) in enumerate(CONTENTS * 6)
]
