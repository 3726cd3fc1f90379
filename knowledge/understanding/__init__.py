"""What a question means.

Goes in: a typed question and what the conversation is about. Comes out: a Question (place, year,
topic, type of answer, the words left) and the Scopes it asks about; questions to begin with.
Imports: `knowledge.language`, `knowledge.snapshot`.
"""

from knowledge.understanding.comparisons import questions_of_each
from knowledge.understanding.content_words import Mention, content_tokens
from knowledge.understanding.examples import ExampleGroup, ExampleQuestions
from knowledge.understanding.offices import Office, offices
from knowledge.understanding.parameters import FIRST_CAMPAIGN_YEAR
from knowledge.understanding.question import Question, parse_question
from knowledge.understanding.question_clusters import (
    QuestionCluster,
    QuestionClusters,
    cluster_questions,
)
from knowledge.understanding.scope import Scope, resolve_scopes
from knowledge.understanding.topics import (
    AnswerType,
    Topic,
    TopicCatalogue,
    topic_catalogue,
)

__all__ = [
    "FIRST_CAMPAIGN_YEAR",
    "AnswerType",
    "ExampleGroup",
    "ExampleQuestions",
    "Mention",
    "Office",
    "Question",
    "QuestionCluster",
    "QuestionClusters",
    "Scope",
    "Topic",
    "TopicCatalogue",
    "cluster_questions",
    "content_tokens",
    "offices",
    "parse_question",
    "questions_of_each",
    "resolve_scopes",
    "topic_catalogue",
]
