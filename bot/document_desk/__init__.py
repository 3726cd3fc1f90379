"""What the console's documents ask of the indexer and the knowledge, put behind `bot.documents.ports`.

Goes in: a library. Comes out: a reader of files, an editor of what was read, the published documents.
Imports: `bot.documents`, `indexer`, `knowledge`.
"""
