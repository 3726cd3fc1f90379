"""From an accepted message to its sent answer, once and in order; a crash loses nothing.

Goes in: a message that a channel has read. Comes out: the parts of its answer. Here is also what
every channel shares: limits, masking. Imports: errors, settings, operations, dialogue of `bot`.
"""
