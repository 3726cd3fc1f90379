"""Sources that offices watch: addresses and folders that are visited again on a schedule.

Goes in: a YAML list. Comes out: what is new, changed, vanished or failed, one result a page or
file; the library holds what was found. Imports: `indexer.pipeline`, `indexer.fetch`.
"""
