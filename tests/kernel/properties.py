"""How properties are tried here: with the same examples each time, and nothing kept between runs."""

from hypothesis import settings

repeatable = settings(derandomize=True, database=None, deadline=None, max_examples=60)
