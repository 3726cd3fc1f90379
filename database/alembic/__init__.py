"""What Alembic runs for each of its commands.

Goes in: an open connection. Comes out: the same, with the steps done.
Imports: Alembic.
"""
