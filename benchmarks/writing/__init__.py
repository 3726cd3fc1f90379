"""How many lies are let through of a writer's words, and how many true rewordings: `python -m benchmarks.writing`."""
