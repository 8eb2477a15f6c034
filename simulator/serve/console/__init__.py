"""The live console: a page of plain modules that draws a served world and plays steps in it.

Python only hands out the files; whatever the page knows it has from the control API.
"""

from simulator.serve.console.files import answer_page

__all__ = ["answer_page"]
