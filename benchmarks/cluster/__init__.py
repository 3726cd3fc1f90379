"""Several machines on one PostgreSQL: how fast they find, what a fault costs, how many turns they take.

Goes in: a checkout with its environments, PostgreSQL and Redis. Comes out: tables, JSON in
`var/benchmarks`. Imports: the other benchmarks, the servers and stand-ins of `tests`.
"""
