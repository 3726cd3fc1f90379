"""The assistant's process: dialogue, channels, web and what an operator needs.

Rooms, the lowest first: `operations`, `dialogue`, `delivery`, `channels`, `web`, `commands`; none
imports a higher one. Imports no other package of ours but in `app.py`, `cli.py` and `commands/`.
"""
