"""What is known, to be read without asking: lists of documents, sheets, movements, days in force.

Goes in: a Library, filters and a day. Comes out: values for pages. Imports: `knowledge.library` and
the rooms below; nothing in `knowledge` imports it.
"""

from knowledge.reading.documents import DocumentFilter, ListedDocument
from knowledge.reading.pagination import Page
from knowledge.reading.reading import Reading
from knowledge.reading.shelf import ListedPlace

__all__ = ["DocumentFilter", "ListedDocument", "ListedPlace", "Page", "Reading"]
