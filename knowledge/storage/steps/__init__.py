"""The steps that make the tables of what is known, in their order; each says what it is for.

Goes in: tables as the step before left them. Comes out: tables as this one leaves them.
Imports: Alembic and SQLAlchemy alone: a step stays as it is when the program changes.
"""
