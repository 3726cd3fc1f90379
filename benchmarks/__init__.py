"""Measurements of the whole: each prints a table and fails when a limit asked for is not kept.

Goes in: a checkout, some with `../shared`. Comes out: JSON in `var/benchmarks`. Imports: everything
of ours, the stand-ins of `tests.peers` too; only tests import it.
"""
