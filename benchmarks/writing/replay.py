"""A stand-in for a language model: `python -m benchmarks.writing.replay [PORT]` serves frozen replies.

With it `make evaluate` shows what becomes of written answers where there is no model to be had. It
answers by `tests/evaluation/wordings/replies-unseen.jsonl` what was asked there word for word, and
anything else with no sentence.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import uvicorn
from fastapi import FastAPI

from benchmarks.writing.wordings import WORDINGS

PORT = 8091


def frozen_replies(group: str = "unseen") -> dict[tuple[str, ...], list[dict[str, Any]]]:
    """Return for each question with its sources' words the first reply."""
    lines = (WORDINGS / f"replies-{group}.jsonl").read_text(encoding="utf-8").splitlines()
    cases = map(json.loads, lines)
    return {_key(case["question"], case["sources"]): case["replies"][0] for case in cases}


def model() -> FastAPI:
    """Return a server of OpenAI's chat protocol that says the frozen replies."""
    replies, app = frozen_replies(), FastAPI()

    @app.post("/v1/chat/completions")
    def complete(body: dict[str, Any]) -> dict[str, Any]:
        asked = json.loads(body["messages"][-1]["content"])
        found = replies.get(_key(asked["question"], asked["sources"]), [])
        said = [{"text": one["text"], "sources": one["sources"]} for one in found]
        content = json.dumps({"sentences": said}, ensure_ascii=False)
        message = {"role": "assistant", "content": content}
        return {"choices": [{"index": 0, "finish_reason": "stop", "message": message}]}

    return app


def _key(question: str, sources: list[dict[str, Any]]) -> tuple[str, ...]:
    return question, *(source["text"] for source in sources)


if __name__ == "__main__":
    uvicorn.run(
        model(),
        host="127.0.0.1",
        port=int(sys.argv[1]) if sys.argv[1:] else PORT,
        log_level="warning",
    )
