"""sentence-transformers encodes with the model in a folder; run in the encoder's environment.

python encode.py FOLDER, with {"query": [TEXT…], "document": [TEXT…]} on standard input.
Prints one JSON object with the same keys: a vector for each text.
"""

import json
import sys

from sentence_transformers import SentenceTransformer

model = SentenceTransformer(sys.argv[1], backend="onnx", device="cpu")
texts = json.load(sys.stdin)
# One text at a time: activations in 8 bits share one scale within a batch, so that the other texts
# of a batch move a vector by up to .01 of cosine.
vectors = {
    "query": model.encode_query(texts["query"], batch_size=1),
    "document": model.encode_document(texts["document"], batch_size=1),
}
print(json.dumps({kind: rows.tolist() for kind, rows in vectors.items()}))
