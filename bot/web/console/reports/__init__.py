"""Reports in the console: a page to read and print, and each of its tables as a file.

Goes in: a period from the address, and who asks. Comes out: the figures that `thidua report` gives,
of the places that they see. Imports: `bot.operations.report`, and the console's guard and pages.
"""

from bot.web.console.reports.routes import Reports, router

__all__ = ["Reports", "router"]
