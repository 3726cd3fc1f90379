"""What a question claims: that something is so ("… đúng không"), may be so ("có … không"), or why.

A claim is looked for in the question's own words; a figure of a story ("tôi nghỉ 45 ngày") is the
story's, and none that the text should give.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.answering.premises.wording import wording
from knowledge.language import fold, sentence_spans, tokenize

#: What ends the asked verb phrase: "có được xét không".
ASKED = re.compile(
    r"\b(?:co|con)\b(?! (?:may|bao nhieu|gi|nhung|ai)\b)(?P<verb>.{1,110}?)\b(?:khong|ko|k|hong|hem|hok)\b"
    r"(?! (?:duoc|bi|phai|dang|dc)\b)"
)
#: Words that turn a question into two: "…, hay bị loại?".
OTHERWISE = re.compile(r",? \b(?:hay|hoac)\b(?! khong).*$")
#: What asks at the end: "… đúng không ạ?".
ASKING = re.compile(
    r"(?:\b(?:dung|phai|duoc|dc|that|nua|vay|the|a|ha|v|z|nhi|ad)\b\s*)*"
    r"\b(?:khong|ko|k|hong|hem|hok|chua)\b[\w\s?.!]*$"
)
NOT = re.compile(r"\b(?:khong|chua|ko|chang|cha)\b")


@dataclass(frozen=True)
class Claim:
    """What a question claims.

    `text` is the sentence that claims; `verb` the words asked about, without marks; `is_denied`
    when the claim itself denies; `is_story` when it tells of somebody's own case.
    """

    text: str
    verb: tuple[str, ...]
    is_confirmed: bool
    is_asked: bool
    is_premise: bool
    is_open: bool
    is_denied: bool
    is_story: bool

    @property
    def is_yes_no(self) -> bool:
        """Whether yes or no answers it."""
        return (self.is_confirmed or self.is_asked) and not self.is_open


def claim_of(text: str) -> Claim | None:
    """Return what a question claims; None where it claims nothing."""
    words = wording()
    forms = words.forms
    spans = sentence_spans(text)
    if not spans:
        return None
    last = text[slice(*spans[-1])]
    cues = words.cue_text(last)
    has = {form: bool(pattern.search(cues)) for form, pattern in forms.items()}
    is_hearsay = bool(forms["hearsay"].search(words.cue_text(text)))
    is_confirmed = has["confirm"] or _ends_in_doubt(last)
    if not (is_confirmed or has["ask"] or has["premise"] or is_hearsay):
        return None
    verb, rest = _asked(cues, fold(last))
    return Claim(
        text=text if is_confirmed or is_hearsay or has["premise"] else last,
        verb=verb,
        is_confirmed=is_confirmed,
        is_asked=has["ask"],
        is_premise=has["premise"] or is_hearsay,
        is_open=has["open"],
        is_denied=bool(NOT.search(rest)),
        is_story=bool(forms["story"].search(words.cue_text(text))) and not is_hearsay,
    )


def _ends_in_doubt(text: str) -> bool:
    """Whether "à" or "hả" ends it; "ạ" is no more than polite."""
    return bool(re.search(r"\b(?:à|hả)\b[\s?.!]*$", text.lower()))


def _asked(cues: str, folded: str) -> tuple[tuple[str, ...], str]:
    """Return the words of the asked verb phrase, and all that is claimed without the asking."""
    cut = OTHERWISE.search(cues)
    end = cut.start() if cut else len(cues)
    matches = list(ASKED.finditer(cues, 0, end))
    if matches:
        start, stop = matches[-1].span("verb")
        rest = cues[: matches[-1].start()] + cues[start:stop]
    else:
        asking = ASKING.search(cues, 0, end)
        start, stop = 0, asking.start() if asking else end
        rest = cues[:stop]
    return tuple(token.text for token in tokenize(folded[start:stop])), rest
