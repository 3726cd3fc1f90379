"""Pictures of text → their text, by Tesseract.

Goes in: the bytes of a picture, or pages drawn from a file. Comes out: `ExtractedText`, its lines in
reading order, with doubts where Tesseract has them. Imports: the readers' own modules.
"""

from indexer.readers.ocr.reading import read_image, read_photograph, recognize_pages
from indexer.readers.ocr.tesseract import require_tesseract

__all__ = ["read_image", "read_photograph", "recognize_pages", "require_tesseract"]
