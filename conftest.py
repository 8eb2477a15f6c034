"""Makes the checkout's own plugin available to `pytest scenarios/`, also before pushsim is installed."""

import importlib.metadata

NAME = "simulator.pytest_plugin"
IS_INSTALLED = any(point.name == NAME for point in importlib.metadata.entry_points(group="pytest11"))

pytest_plugins = ["pytester", "tests.browsing", "tests.provoked", "tests.written", *([] if IS_INSTALLED else [NAME])]
