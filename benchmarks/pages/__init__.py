"""How soon pages are usable on a slow phone, and what they weigh: `python -m benchmarks.pages`."""
