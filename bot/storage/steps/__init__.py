"""The numbered steps by which the tables came about; Alembic runs those that are missing."""
