"""How much is put on a page."""

#: Documents, movements and rows of the timeline on one page.
DOCUMENTS_PER_PAGE = 50
RESULTS_PER_PAGE = 10
MOVEMENTS_PER_PAGE = 20
TIMELINE_ROWS = 40
#: Passages that a search looks at, and those shown of one document.
SEARCHED_PASSAGES = 200
PASSAGES_OF_DOCUMENT = 3
#: The share of the words looked for, weighted by rarity, that a passage with its headings must hold.
MIN_FOUND_SHARE = 0.5
#: Letters of a passage that are shown, and those before the first word that was found.
EXCERPT_LETTERS, LETTERS_BEFORE = 320, 90
#: Facts of one kind, and other documents of the same place, on a document's sheet.
FACTS_OF_TOPIC, NEIGHBOURS = 6, 8
#: Documents in the feed.
FEED_DOCUMENTS = 30
#: Places to choose from.
OFFERED_PLACES = 500
