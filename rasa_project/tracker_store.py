"""Rasa's records of conversations, on a server that another may replace at any time.

https://rasa.com/docs/rasa/tracker-stores/#sqltrackerstore
"""

from __future__ import annotations

from typing import Any

from rasa.core.tracker_store import SQLTrackerStore, create_engine_kwargs
from sqlalchemy import create_engine


class SharedTrackerStore(SQLTrackerStore):
    """Records in SQL; a connection that a failover has cut is found out before it is used.

    A record that Rasa cannot read it takes for an empty one: people would be answered as if they had
    said nothing before.
    """

    def __init__(self, **options: Any) -> None:
        """Connect, and wait for the server where it is away."""
        super().__init__(**options)
        url = self.engine.url
        self.engine.dispose()
        self.engine = create_engine(url, pool_pre_ping=True, **create_engine_kwargs(url))
        self.sessionmaker.configure(bind=self.engine)
