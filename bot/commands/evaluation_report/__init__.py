"""The page of an evaluation: how the answers went, how sure they were, and every failure.

Goes in: cases and the library they are asked of. Comes out: one HTML page that needs nothing else.
Imports: `bot.commands.evaluation`, `bot.writer`, `knowledge`.
"""

from bot.commands.evaluation_report.figures import predictions
from bot.commands.evaluation_report.page import evaluation_page
from bot.commands.evaluation_report.trials import ask_library
from bot.commands.evaluation_report.writing import rewording_with

__all__ = ["ask_library", "evaluation_page", "predictions", "rewording_with"]
