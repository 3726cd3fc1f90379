"""The commands of `thidua`, one module a group: each is a thin line over one function.

Goes in: what was typed. Comes out: text, JSON lines, exit codes. Imports: every room, `knowledge`,
`indexer`; what is heavy inside the command that needs it, so that `thidua --help` stays quick.
"""
