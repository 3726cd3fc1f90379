"""The sentence encoder that ships, as a dense featurizer: one vector for a message, on one thread.

It is the ONNX graph of `knowledge/data/encoder`. `knowledge.search.onnx_model` runs the same graph in
the assistant's Python; its room needs packages that Rasa's Python has not.
"""

from __future__ import annotations

import os
from typing import Any, Dict, List, Text

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from knowledge.data import DATA
from rasa_project.nlu.parameters import MAX_SENTENCE_TOKENS

# onnxruntime's wheel sends usage data to its maker unless this is set before it is imported.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

import onnxruntime as ort
from tokenizers import Tokenizer

FOLDER = DATA / "encoder"
#: The graph's output with the mean over the tokens, as a unit vector; how a question is begun.
OUTPUT, PROMPT = "sentence_embedding", "query: "


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoder(DenseFeaturizer, GraphComponent):
    """Gives each message the unit vector (384 numbers) of what it means."""

    def __init__(self, config: Dict[Text, Any], name: Text) -> None:
        super().__init__(name, config)
        options = ort.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = ort.InferenceSession(
            str(FOLDER / "onnx" / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
        self._tokenizer.enable_truncation(MAX_SENTENCE_TOKENS)
        self._tokenizer.no_padding()

    @staticmethod
    def required_packages() -> List[Text]:
        """Return the packages that it needs."""
        return ["onnxruntime", "tokenizers"]

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "SentenceEncoder":
        """Return a new component; nothing is trained."""
        return cls(config, execution_context.node_name)

    @classmethod
    def validate_config(cls, config: Dict[Text, Any]) -> None:
        """Accept any configuration: there is nothing to configure."""

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the vector of each message that has a text."""
        for message in messages:
            if text := message.get(TEXT):
                alias = self._config[FEATURIZER_CLASS_ALIAS]
                vector = self.encode(text)[np.newaxis]
                message.add_features(Features(vector, FEATURE_TYPE_SENTENCE, TEXT, alias))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the vectors of the training data."""
        self.process(training_data.training_examples)
        return training_data

    def encode(self, text: Text) -> np.ndarray:
        """Return the unit vector (float32) of a text."""
        ids = np.array([self._tokenizer.encode(PROMPT + text).ids], dtype=np.int64)
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        (vectors,) = self._session.run([OUTPUT], inputs)
        return np.asarray(vectors[0])
