"""Where the rooms of the bot are put together with knowledge: console, help desk, gauges.

Goes in: settings, stores, a library. Comes out: routers and what runs beside them. `bot.app` makes
one app of it; no room imports from here.
"""
