"""Pictures that a sender uploads before it names them in a message."""

from collections.abc import Callable, Mapping

import msgspec

from simulator.kernel.rule import Decision, Rule
from simulator.kernel.scheduler import Scheduler
from simulator.kernel.source import Grade, Source
from simulator.kernel.units import SECOND_MS
from simulator.push.rejection import Rejection
from simulator.vendors.oppo import facts, rejections
from simulator.vendors.oppo.paths import BIG_PICTURE, SMALL_PICTURE

_BYTES_MAX = {BIG_PICTURE: facts.BIG_PICTURE_BYTES_MAX, SMALL_PICTURE: facts.SMALL_PICTURE_BYTES_MAX}
FILE = "file"


class UploadCase(msgspec.Struct, frozen=True):
    """A picture that somebody wants to upload.

    Attributes:
        kind: Path of the call, which says whether it is a big one or a small one.
        ttl_text: `picture_ttl`, in seconds; empty for the usual one.
        count_today: Pictures that the app has uploaded today.
    """

    kind: str
    content: bytes | None
    ttl_text: str
    count_today: int


def _rule(
    name: str, rejection: Rejection, says_no: Callable[[UploadCase], bool], grade: Grade = Grade.DOCUMENTED
) -> Rule[UploadCase]:
    source = Source(facts.CODES, f"code {rejection.code}", (), grade)
    return Rule(f"oppo.{name}", rejection.reason, says_no, source, rejection)


UPLOAD = Decision(
    "oppo.upload",
    (
        _rule("picture_missing", rejections.ARGUMENT_MISSING, lambda case: case.content is None),
        _rule(
            "picture_ttl_wrong",
            rejections.ARGUMENT_WRONG,
            lambda case: bool(case.ttl_text) and not (case.ttl_text.isdecimal() and int(case.ttl_text) > 0),
            Grade.ASSUMED,
        ),
        _rule(
            "pictures_used_up",
            rejections.PICTURES_USED_UP,
            lambda case: case.count_today >= facts.PICTURES_PER_DAY_MAX.value,
            Grade.ASSUMED,
        ),
        # Differs: OPPO names a size in pixels too (876 by 324, 144 by 144); whether it refuses others is not known.
        _rule(
            "picture_wrong",
            rejections.PICTURE_WRONG,
            lambda case: not (case.content or b"").startswith(facts.PICTURE_MAGIC.value),
        ),
        _rule(
            "picture_too_big",
            rejections.PICTURE_WRONG,
            lambda case: len(case.content or b"") > _BYTES_MAX[case.kind].value,
        ),
    ),
)


class _Picture(msgspec.Struct, frozen=True):
    app_id: str
    kind: str
    ends_ms: int


class Pictures:
    """All pictures that were uploaded, until their time is over."""

    def __init__(self, scheduler: Scheduler) -> None:
        """Start without any."""
        self._scheduler = scheduler
        self._pictures: dict[str, _Picture] = {}

    def keep(self, picture_id: str, app_id: str, case: UploadCase) -> None:
        """Keep the picture of *case* as *picture_id*."""
        seconds = int(case.ttl_text) if case.ttl_text else facts.PICTURE_TTL_S.value
        self._pictures[picture_id] = _Picture(app_id, case.kind, self._scheduler.now_ms + seconds * SECOND_MS)

    def has(self, picture_id: str, app_id: str, kind: str) -> bool:
        """Return whether the app has uploaded that picture, as one of this kind, and it is still kept."""
        picture = self._pictures.get(picture_id)
        if picture is None or (picture.app_id, picture.kind) != (app_id, kind):
            return False
        return self._scheduler.now_ms < picture.ends_ms


ID_FIELDS: Mapping[str, str] = {BIG_PICTURE: "big_picture_id", SMALL_PICTURE: "small_picture_id"}
"""Name of a picture's number, in the answer to its upload and in messages, by kind."""
