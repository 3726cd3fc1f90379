"""A text becomes blocks with headings and the labels of their parts."""

from __future__ import annotations

from indexer.structure.segmentation import segment_text


def test_parts_pass_their_label_on_until_the_text_leaves_them() -> None:
    text = "Nội dung:\nMột là, làm a.\nLàm thêm.\nHai là: làm b.\nTại hội nghị, mọi người về.\n"
    assert [(block.label, block.content) for block in segment_text(text)] == [
        ("", "Nội dung:"),
        ("Một là", "làm a."),
        ("Một là", "Làm thêm."),
        ("Hai là", "làm b."),
        ("", "Tại hội nghị, mọi người về."),
    ]


def test_the_signature_is_no_part_of_the_last_section() -> None:
    text = (
        "I. NỘI DUNG\n1. Làm a.\nII. TỔ CHỨC THỰC HIỆN\n1. Sở Nội vụ theo dõi.\n"
        "CHỦ TỊCH\nTrần Văn Minh ký\nPhụ lục I\nBảng kê.\n"
    )
    places = {block.content: (block.heading, block.label) for block in segment_text(text)}
    assert places["Sở Nội vụ theo dõi."] == ("II. TỔ CHỨC THỰC HIỆN", "mục 1 phần II")
    assert places["CHỦ TỊCH"] == places["Trần Văn Minh ký"] == ("", "")
    assert places["Bảng kê."] == ("Phụ lục I", "Phụ lục I")


def test_markdown_has_headings_items_and_rows() -> None:
    text = "# A\n## B\n- một\n| x | y |\n|---|---|\n| 1 | 2 |\nTin liên quan\nbỏ qua\n"
    blocks = segment_text(text)
    assert [block.kind for block in blocks] == [
        "heading",
        "heading",
        "item",
        "row",
        "boilerplate",
        "row",
        "boilerplate",
        "boilerplate",
    ]
    assert blocks[2].heading == "A › B"
    assert all(text[block.start : block.end].strip() == block.text for block in blocks)
