"""The one reading of a message: its intent, with a confidence that is the share of times it is right.

Words, letters and the sentence's vector go into one logistic regression. Rasa's own classifier
weighs no feature, takes no strength of regularisation and is not calibrated.
"""

from __future__ import annotations

from typing import Any, Dict, List, Text

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers import LABEL_RANKING_LENGTH
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.constants import TOKENS_NAMES
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import FeatureUnion, make_union

from rasa_project.nlu.parameters import (
    FOLDS,
    INVERSE_REGULARIZATION,
    LEAST_LOG,
    LETTERS,
    MAX_ITERATIONS,
    MIN_MESSAGES,
    SENTENCE_WEIGHT,
    TEMPERATURES,
    TOLERANCE,
    WORDS,
)
from rasa_project.nlu.sentence_encoder import SentenceEncoder

FILE = "reading.skops"
#: Beside what skops trusts by itself: the weights of TF-IDF are kept so.
TRUSTED = ["scipy.sparse._csr.csr_matrix"]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentReader(IntentClassifier, GraphComponent):
    """Reads what a message asks."""

    def __init__(self, model_storage: ModelStorage, resource: Resource) -> None:
        self._storage, self._resource = model_storage, resource
        self._sparse = _sparse_features()
        self._regression = _regression()

    @classmethod
    def required_components(cls) -> List[type]:
        """Return the components that must stand before it."""
        return [SentenceEncoder]

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "IntentReader":
        """Return an untrained reader."""
        return cls(model_storage, resource)

    @classmethod
    def validate_config(cls, config: Dict[Text, Any]) -> None:
        """Accept any configuration: `parameters.py` holds every number."""

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the examples, then how sure the reading may be; keep both."""
        examples = [one for one in training_data.intent_examples if one.get(TEXT)]
        intents = np.array([one.get(INTENT) for one in examples])
        self._sparse.fit(_texts(examples))
        features = self._features(examples)
        temperature = _temperature(features, intents)
        self._regression.fit(features, intents)
        # Dividing the weights divides the logits: the probabilities come out calibrated.
        self._regression.coef_ /= temperature
        self._regression.intercept_ /= temperature
        self._persist()
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Read the training data itself, as Rasa asks of a classifier."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Set the intent of each message, and the ranking of the likeliest."""
        readable = [message for message in messages if message.get(TEXT)]
        if not readable:
            return messages
        likely = self._regression.predict_proba(self._features(readable))
        for message, row in zip(readable, likely, strict=True):
            best = np.argsort(-row)[:LABEL_RANKING_LENGTH]
            ranking = [
                {"name": str(self._regression.classes_[i]), "confidence": float(row[i])}
                for i in best
            ]
            message.set("intent", ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages

    def _features(self, messages: List[Message]) -> csr_matrix:
        """Return a row for each message: its words, its letters, its sentence's vector."""
        vectors = np.stack(
            [message.get_dense_features(TEXT)[1].features[0] for message in messages]
        )
        sparse = self._sparse.transform(_texts(messages))
        return hstack([sparse, csr_matrix(SENTENCE_WEIGHT * vectors)]).tocsr()

    def _persist(self) -> None:
        import skops.io as sio

        with self._storage.write_to(self._resource) as folder:
            sio.dump({"sparse": self._sparse, "regression": self._regression}, folder / FILE)

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "IntentReader":
        """Return a trained reader; raise ValueError where its file holds what skops does not trust."""
        import skops.io as sio

        reader = cls(model_storage, resource)
        with model_storage.read_from(resource) as folder:
            learned = sio.load(folder / FILE, trusted=TRUSTED)
        reader._sparse, reader._regression = learned["sparse"], learned["regression"]
        return reader


def _sparse_features() -> FeatureUnion:
    return make_union(
        TfidfVectorizer(
            ngram_range=WORDS, token_pattern=r"\S+", lowercase=False, sublinear_tf=True
        ),
        TfidfVectorizer(
            analyzer="char_wb",
            ngram_range=LETTERS,
            lowercase=False,
            sublinear_tf=True,
            min_df=MIN_MESSAGES,
        ),
    )


def _regression() -> LogisticRegression:
    return LogisticRegression(C=INVERSE_REGULARIZATION, max_iter=MAX_ITERATIONS, tol=TOLERANCE)


def _texts(messages: List[Message]) -> List[Text]:
    return [
        " ".join(token.text for token in message.get(TOKENS_NAMES[TEXT])) for message in messages
    ]


def _temperature(features: csr_matrix, intents: np.ndarray) -> float:
    """Return the divisor of the logits under which examples not learned from are likeliest.

    Those of one author stand together in the files: parts without shuffling are others' wordings.
    """
    logs = dict.fromkeys(TEMPERATURES, 0.0)
    for learned, kept in StratifiedKFold(FOLDS).split(features, intents):
        regression = _regression().fit(features[learned], intents[learned])
        logits = regression.decision_function(features[kept])
        right = np.searchsorted(regression.classes_, intents[kept])
        for temperature in TEMPERATURES:
            scaled = logits / temperature
            scaled -= np.logaddexp.reduce(scaled, axis=1, keepdims=True)
            logs[temperature] += float(
                np.maximum(scaled[np.arange(len(right)), right], LEAST_LOG).sum()
            )
    return max(logs, key=lambda temperature: logs[temperature])
