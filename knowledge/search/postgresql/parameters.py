"""What decides how PostgreSQL is searched, with what each figure was measured on."""

#: Passages that a filter may let through to be compared one by one, words and vectors.
MAX_COMPARED = 1_500
#: Passages looked at for a question's rarest terms: at least, as a share of all, and at most. Of 30,000
#: articles 3,000 find as much as 12,000 (.96 among ten); of a million, copies of them, 3,000 find .73
#: in 45 ms (p95), 9,000 .75 in 47 ms, 12,000 .76 in 58 ms, 15,000 in 92 ms, 30,000 .77 in 70 to 151 ms.
MIN_POSTINGS, POSTINGS_SHARE, MAX_POSTINGS = 3_000, 0.015, 60_000
#: Passages with the most of the rare terms, of which BM25 is worked out.
SCORED_PASSAGES = 200
#: Passages whose words are kept for the next question: some 35 MB.
RECENT_PASSAGES = 20_000
#: HNSW (Malkov and Yashunin 2016): links of a vector, candidates kept while building, while searching.
LINKS, BUILD_CANDIDATES, SEARCH_CANDIDATES = 16, 100, 200
#: Memory to build the index in: beyond it a build takes several times as long. A million need it all.
BUILD_MEMORY = "1500MB"
#: How many more are looked at where a filter is to leave enough: those near a question may be let
#: through more rarely than others.
MARGIN = 2.0
#: Vectors looked at, at most, to find those that a filter lets through.
MAX_NEIGHBOURS = 5_000
