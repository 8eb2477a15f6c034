"""What a tap on a notification does, as the certificate says it."""

from enum import StrEnum

import msgspec


class ClickKind(StrEnum):
    """The three choices of the IM console (点击通知后), and the forms in which a page can be named."""

    OPEN_APP = "open_app"
    URL = "url"
    INTENT = "intent"
    ACTIVITY = "activity"
    ACTION = "action"
    CUSTOM = "custom"
    """Left to the app's own callback; no certificate offers it, a vendor's API may."""


OPENS_PAGE = frozenset({ClickKind.INTENT, ClickKind.ACTIVITY, ClickKind.ACTION})


class Click(msgspec.Struct, frozen=True):
    """What to open.

    Attributes:
        kind: Which of the choices.
        target: Address, intent URI, full class name or intent action; empty for `OPEN_APP`.
    """

    kind: ClickKind = ClickKind.OPEN_APP
    target: str = ""
