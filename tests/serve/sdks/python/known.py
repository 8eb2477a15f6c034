"""What a sender knows of the simulated world, and the case that it is to show."""

import json
import os
import sys
import urllib.request
from typing import Any

CASE = sys.argv[1]
"""`right`, `wrong_secret` or `unknown_receiver`."""
ADDRESS = sys.argv[2] if len(sys.argv) > 2 else None
"""Base address to send to in place of the true host names."""

_BASE = os.environ["PUSHSIM_URL"]
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def _ask(path: str, body: bytes | None = None) -> Any:
    with _OPENER.open(_BASE + path, body) as answer:
        return json.load(answer)


def secret(right: str) -> str:
    return "not-the-secret" if CASE == "wrong_secret" else right


def receiver(right: str) -> str:
    return "nobody" if CASE == "unknown_receiver" else right


def reg_id(phone: str) -> str:
    return receiver(_ask(f"/_sim/phones/{phone}")["reg_id"])


def credentials() -> Any:
    return _ask("/_sim/credentials")


def kill_app(phone: str) -> None:
    """Kill the app, and wait until IM has seen that its connection is gone."""
    _ask("/_sim/steps", json.dumps([{"kill_app": phone}, {"wait": "1s"}]).encode())
