"""Use the generated client of the HTTP API; print what it returned as JSON.

Usage: ask_by_client.py ADDRESS (the folder of the client is on PYTHONPATH)
"""

import json
import sys

from thidua_client import Client
from thidua_client.api.default import document, documents, messages, search
from thidua_client.models import MessagesMessageRequest

with Client(sys.argv[1], raise_on_unexpected_status=True) as client:
    asked = MessagesMessageRequest(conversation="a1", text="chủ đề")
    told = {
        "answer": messages.sync(client=client, body=asked),
        "hits": search.sync(client=client, q="trồng rừng", limit=2),
        "documents": documents.sync(client=client),
        "document": document.sync("cho-don-2022", client=client),
        "unknown": document.sync("khong-co", client=client),
        "too long": search.sync(client=client, q="a" * 501),
    }
print(json.dumps({name: [type(it).__name__, it.to_dict()] for name, it in told.items()}))
