"""The commands of `thidua`, one module a group: each is a thin line over one function.

In: what was typed. Out: text, JSON lines, exit codes. Imports: every room, `knowledge`, `indexer`;
what is heavy inside the command that needs it, so that `thidua --help` stays quick.
"""
