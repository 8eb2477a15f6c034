"""Outcomes that a sender forces with a magic value, for people who test only their sender.

A value such as `pushsim-refuse-10302` anywhere in a request (as regId, alias, AppID, or secret in a header) makes the
vendor answer with its code 10302; `pushsim-http-503` makes it fail with that HTTP status. No phone is involved, and
the record is of kind `fault`: it proves nothing.
"""

import re

import msgspec

from simulator.network.http import Request

FORCED_TEXT = "forced by a magic value of the request"
_MAGIC = re.compile(r"pushsim-(refuse|http)-(-?[0-9]{1,9})")
_MARK = b"pushsim-"
_MARK_IN_HEAD = _MARK.decode()


class Forced(msgspec.Struct, frozen=True):
    """What is forced.

    Attributes:
        is_status: Whether `number` is an HTTP status; else it is a code of the vendor's.
    """

    number: int
    is_status: bool


def forced_by(request: Request) -> Forced | None:
    """Return what *request* forces; `None` for an ordinary one."""
    head = "\n".join([request.path, request.query, *[value for _, value in request.headers]])
    if _MARK not in request.body and _MARK_IN_HEAD not in head:
        return None
    found = _MAGIC.search(f"{head}\n{request.body.decode('utf-8', 'replace')}")
    if found is None:
        return None
    number = int(found[2])
    is_status = found[1] == "http"
    return Forced(number, is_status) if not is_status or 400 <= number <= 599 else None
