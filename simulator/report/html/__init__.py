"""Results as one HTML file that needs nothing else: a list of all cases, and a travel through the time of each.

Python lays the data down, masked and compressed; the modules of the folder `page/` draw it in the browser. Nothing of
the data ever becomes part of the HTML: it stands in blocks of base64, and the browser makes text nodes of it.
"""

from simulator.report.html.page import write_html

__all__ = ["write_html"]
