"""Pictures that a sender has Meizu keep for its messages."""

from collections.abc import Iterator

from simulator.cloud.kit import CloudKit
from simulator.network.http import Response
from simulator.vendors.meizu import facts, rules
from simulator.vendors.meizu.answers import accepted
from simulator.vendors.meizu.call import MeizuCall
from simulator.vendors.meizu.path import Path

_NAME_CHARACTERS = 32
_BEGINNING = f"https://{facts.PICTURE_HOST.value}/"


class Pictures:
    """What has been uploaded, each until its days are over."""

    def __init__(self, kit: CloudKit) -> None:
        """Read the time off *kit*."""
        self._kit = kit
        self._kept_until_ms: dict[str, int] = {}

    @property
    def paths(self) -> Iterator[Path]:
        """The one that takes a picture."""
        yield Path("/push/uploadImg", rules.PICTURE, self._upload)

    def has_lost(self, url: str) -> bool:
        """Return whether *url* is an address at Meizu's, and no picture is kept there any more."""
        return url.startswith(_BEGINNING) and self._kept_until_ms.get(url, 0) <= self._kit.scheduler.now_ms

    def _upload(self, call: MeizuCall) -> Response:
        url = f"{_BEGINNING}{self._kit.stream.hex(_NAME_CHARACTERS)}.png"
        self._kept_until_ms[url] = self._kit.scheduler.now_ms + facts.PICTURE_KEPT_MS.value
        return accepted({"imgType": call.number("imgType"), "imgUrl": url})
