"""How fast pushsim is, measured beside the tools its users have: `python -m bench`, or `make bench`.

Each module with a `measure` takes one measurement and returns its rows; a new one is found by being here. Figures are
the median and the best of several rounds behind a warm-up, and are worth comparing within one run only.
"""
