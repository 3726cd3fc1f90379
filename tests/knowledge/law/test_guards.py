"""How many were honoured is nobody's law: it is said that it is not known."""

from __future__ import annotations

import pytest

from knowledge.library import Library
from knowledge.model import Subject
from tests.conftest import DAY


@pytest.mark.parametrize(
    "typed",
    [
        "Bao nhiêu người trong xã tôi được tặng bằng khen?",
        "Xã tôi có bao nhiêu tập thể được khen thưởng?",
        "Có mấy chiến sĩ thi đua cơ sở trong cơ quan em?",
        "xa toi co may nguoi duoc lao dong tien tien",
    ],
)
def test_how_many_were_honoured_in_ones_own_commune_is_not_known(
    starter: Library, typed: str
) -> None:
    answer, _ = starter.answer(typed, Subject(), DAY)
    assert answer.status == "not_found"
    assert answer.text.startswith("Tôi không biết nơi anh/chị hỏi có bao nhiêu")


@pytest.mark.parametrize(
    "typed",
    [
        "Cơ quan tôi được đề nghị tối đa bao nhiêu người chiến sĩ thi đua cơ sở?",
        "Bao nhiêu phần trăm người ở cơ quan tôi được chiến sĩ thi đua cơ sở?",
        "Đơn vị tôi có người đạt lao động tiên tiến thì thưởng bao nhiêu?",
    ],
)
def test_what_the_law_allows_is_told(starter: Library, typed: str) -> None:
    assert starter.answer(typed, Subject(), DAY)[0].status == "answered"
