"""Values that single lines state, of logs, code and words alike: kept as settings, to be held against all others."""

import re
from collections.abc import Iterator
from typing import Any, Final

Path = tuple[str, ...]

_REPORTED: Final = ("im_console", "device", "certificate_id")
_APP_ID: Final = ("app", "constants", "app_id")

# Each with the name of what it finds; a line that holds none of the first words is not looked at.
_HINT: Final = re.compile(r"id[\"']?\s{0,3}[:=：]|channel|pkg|package|包名|importance", re.IGNORECASE)
_CERTIFICATE_ID: Final = re.compile(
    r"(?<![A-Za-z_])(?:buss?iness_?id|busi_?id|buz_?id|certificate_?id)[\"']?\s{0,3}[:=]\s{0,3}[\"']?(\d{1,9})\b",
    re.IGNORECASE,
)
_SDK_APP_ID: Final = re.compile(r"sdk_?app_?id[\"']?\s{0,3}[:=：]\s{0,3}[\"']?(1[46]00\d{6})\b", re.IGNORECASE)
_PACKAGE: Final = re.compile(
    r"(?:package_?name|No Channel found for pkg|包名)[\"']?\s{0,3}[:=：]?\s{0,3}[\"']?"
    r"([a-z]\w{0,40}(?:\.\w{1,40}){1,8})",
    re.IGNORECASE,
)
_VENDOR_APP_ID: Final = re.compile(r"(?<![A-Za-z_])app_?id[\"']?\s{0,3}[:=]\s{0,3}[\"']?(\d{5,25})\b", re.IGNORECASE)
_ASKED_CHANNEL: Final = re.compile(r"No Channel found for pkg\S{0,120} ?channelId=([\w.\-]{1,80})")
_LISTED_CHANNEL: Final = re.compile(r"NotificationChannel\{\s?mId='?([^',]{1,80})'?,.{0,400}?mImportance=(-?\w{1,9})")
_BLOCKED_APP: Final = re.compile(r"AppSettings: \S{1,120} \(\d{1,9}\) importance=NONE")
_SWITCHED_OFF: Final = frozenset({"0", "NONE"})


def values_in(text: str) -> Iterator[tuple[Path, Any]]:
    """Walk the settings that *text* states, each with its path."""
    if not _HINT.search(text):
        return
    if match := _CERTIFICATE_ID.search(text):
        yield _REPORTED, int(match[1])
    if match := _SDK_APP_ID.search(text):
        yield ("im_console", "sdk_app_id"), match[1]
    if match := _PACKAGE.search(text):
        yield ("app", "package"), match[1]
    if "push" in text.lower() and (match := _VENDOR_APP_ID.search(text)):
        yield _APP_ID, match[1]
    if match := _ASKED_CHANNEL.search(text):
        yield ("message", "channel_id"), match[1]
    for channel, importance in _LISTED_CHANNEL.findall(text):
        yield ("phone", "channels", channel), "none" if importance in _SWITCHED_OFF else "default"
    if _BLOCKED_APP.search(text):
        yield ("phone", "notifications"), False
