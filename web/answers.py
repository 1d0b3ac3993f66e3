"""GET /api/answers: what the chat would do with a question on its own."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request

from knowledge.answers.presentation import answer_reference
from knowledge.search.service import AnswerSearch
from web.messages import clean

router = APIRouter(prefix="/api", tags=["réponses"])


@router.get("/answers")
def answers(
    request: Request,
    q: Annotated[str, Query(description="Une question, comme une personne l'écrit.")],
    limit: Annotated[int, Query(ge=1, le=10)] = 3,
) -> dict[str, Any]:
    """The answers found, best first, and the decision."""
    search: AnswerSearch = request.app.state.search
    result = search.search(clean(q), limit)
    return {
        "decision": result.decision,
        "results": [
            {
                **answer_reference(hit.answer),
                "question": hit.answer.question,
                "text": hit.answer.text,
                "score": round(hit.score, 4),
            }
            for hit in result.hits
        ],
    }
