"""When people of the office answer, and whom an e-mail tells: what the settings say of them.

Goes in: words of the settings. Comes out: hours, addresses. Imports: `bot.setting_values`.
"""
