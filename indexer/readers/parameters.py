"""Limits and thresholds of the readers, each with its unit and what it follows from."""

from __future__ import annotations

# Text files
#: Bytes above ASCII that a text of an unknown encoding must have before TCVN3 or VNI is assumed.
#: With fewer, "Thi ét" in Latin-1 would pass for TCVN3.
MIN_LEGACY_BYTES = 8

# Word files
#: Seconds that LibreOffice may take to convert one .doc file.
MAX_CONVERSION_SECONDS = 120
#: Bytes that a .docx archive may unpack to, and how many times its own size (zip bombs).
MAX_UNPACKED_BYTES, MAX_UNPACKED_RATIO = 200_000_000, 200

# Web pages
#: Bytes of a page that are parsed.
MAX_PAGE_BYTES = 20_000_000
#: Share of all visible characters of a page: an extracted text above it is no article picked out.
MAX_ARTICLE_SHARE = 0.85
#: Share of a block's characters that are links: a block above it is a menu or a list of pages.
MAX_LINK_SHARE = 0.5
#: Characters: shorter blocks of links are left in the page.
MIN_MENU_CHARACTERS = 20
#: Characters: a shorter heading or <title> is no title of an article.
MIN_PAGE_TITLE_CHARACTERS = 11
#: Characters at the beginning of a text in which its title is looked for.
TITLE_SEARCH_CHARACTERS = 400

# Lines of a page
#: Share of the widest line of a page: a line shorter than this ends its paragraph.
SHORT_LINE_SHARE = 0.75

# PDF files
#: Pages of one file that are read.
MAX_PDF_PAGES = 3000
#: Letters: a page with a picture and fewer letters than this is a scan.
MIN_PAGE_LETTERS = 40
#: Share of words of a single letter: above it the glyph runs of a PDF are broken.
MAX_SINGLE_LETTER_SHARE = 0.12
#: Strokes of a page with a ruled table; pages with more of them are drawings.
MIN_TABLE_STROKES, MAX_TABLE_STROKES = 4, 5000
#: Pages with ruled tables that pdfplumber takes apart, at a tenth of a second each; the pages
#: beyond keep their text in reading order.
MAX_TABLE_PAGES = 400
#: Resolution at which a scanned page is rendered (the usual one of scanners), in dots per inch, and
#: the longest side of the picture in pixels, for huge sheets.
SCAN_DPI, MAX_SCAN_SIDE = 300, 6000
#: Pages between two reports of the stage.
STAGE_PAGES = 25

# OCR
#: Scanned pages of one file that are recognised.
MAX_SCANNED_PAGES = 500
#: Pixels of one picture.
MAX_PIXELS = 120_000_000
#: Pixels of a picture that someone sends (phones take 12 to 48 million; a page at 300 dpi has 9), and
#: the longest side in pixels at which it is read: more tells Tesseract nothing and takes it longer.
MAX_PHOTOGRAPH_PIXELS, MAX_PHOTOGRAPH_SIDE = 49_000_000, 4000
#: Seconds that Tesseract may take for one page.
MAX_PAGE_SECONDS = 90
#: Mean confidence of the words of a page, 0 to 100. Below the first the page may be turned; below
#: the second a person should check it; below the third its words are noise and are left out.
TURNED_CONFIDENCE, UNSURE_CONFIDENCE, NOISE_CONFIDENCE = 75, 85, 45
#: Pixels across a page: smaller pictures are enlarged, since Tesseract reads best when a capital
#: letter is some 30 pixels high (a page at 150 dpi: 2.8 % errors at 1,600 pixels, 0.1 % at 2,400).
MIN_PIXELS_ACROSS = 2400
#: Letter heights between two words of a line that stand in different columns.
COLUMN_GAP = 3.0

# Pictures of pages that people look at
#: Resolution in dots per inch, the longest side in pixels, and JPEG's quality: some 200 kB a page of A4.
PICTURE_DPI, MAX_PICTURE_SIDE, PICTURE_QUALITY = 130, 2_000, 80
