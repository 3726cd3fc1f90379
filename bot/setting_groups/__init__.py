"""The groups of settings: the apps', the hand-over's, single sign-on's, the writer's; the kinds of value.

Goes in: text of environment variables. Comes out: checked values. `bot.settings` reads them.
"""
