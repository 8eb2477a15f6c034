"""The formats of `adb logcat`, taken apart line by line."""

import re
from typing import Final, NamedTuple

_LEVEL: Final = r"(?P<level>[VDIWEFA])"
_DATE: Final = r"(?:\d{4}-)?\d\d-\d\d\s+\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:\s+[+-]\d{4})?"
_EPOCH: Final = r"\s{0,20}\d{1,12}\.\d{3,9}"
"""Since 1970, or since the phone started."""
_ID: Final = r"\s{0,9}(?:\w{1,20}:\s{0,9})?\d{1,9}"
"""A process, and before it the user where that was asked for."""
_FORMATS: Final = (
    # threadtime (also with year, zone, uid, epoch): 11-22 08:00:00.000  1234  5678 I Tag: text
    rf"^(?:{_DATE}|{_EPOCH})\s+(?:\w+\s+)?\d+\s+\d+\s+{_LEVEL}\s+(?P<tag>.{{0,120}}?)\s{{0,99}}: (?P<text>.*)$",
    # time: 11-22 08:00:00.000 I/Tag( 1234): text
    rf"^(?:{_DATE}|{_EPOCH})\s+{_LEVEL}/(?P<tag>[^(]{{0,120}}?)\s{{0,99}}\({_ID}\): (?P<text>.*)$",
    # Android Studio: 2020-06-02 00:21:51.316 29226-29434/com.example I/Tag: text
    rf"^{_DATE}\s+\d+-\d+/\S*\s+{_LEVEL}/(?P<tag>[^:]{{0,120}}): (?P<text>.*)$",
    # Android Studio since 2022: 2022-09-01 10:00:00.000 1234-1234 Tag  com.example  I  text
    rf"^{_DATE}\s+\d+-\d+\s+(?P<tag>\S+)\s+\S+\s+{_LEVEL}\s+(?P<text>.*)$",
    # brief: I/Tag( 1234): text
    rf"^{_LEVEL}/(?P<tag>[^(:]{{1,60}}?)\s{{0,99}}\({_ID}\): (?P<text>.*)$",
    # tag, and what people cut out: I/Tag: text
    rf"^{_LEVEL}/(?P<tag>[\w.$\- ]{{1,60}}): (?P<text>.*)$",
    # thread: I( 1234: 5678) text
    rf"^{_LEVEL}\({_ID}:\s{{0,9}}\d+\) (?P<tag>)(?P<text>.*)$",
    # process: I( 1234) text  (Tag)
    rf"^{_LEVEL}\({_ID}\) (?P<text>.*\S)\s{{1,9}}\((?P<tag>[^()]*)\)$",
    # long: [ 11-22 08:00:00.000  1234: 5678 I/Tag ], its text in the lines below
    rf"^\[ (?:{_DATE}|{_EPOCH})\s{{1,9}}{_ID}:\s{{0,9}}\d+ {_LEVEL}/(?P<tag>.{{0,120}}?)\s{{0,99}}\](?P<text>)$",
)
_LINE: Final = tuple(re.compile(one) for one in _FORMATS)
_COLOUR: Final = re.compile(r"\x1b\[[\d;]{0,20}m")
_CHARACTERS_MAX: Final = 2_000


# What the IM SDK logs for the app's own classes, under one tag and with a head of its own:
# TIM: 27    2020-06-02 00:21:51.316/I/29226-29434     /IMSDK       -BaseManager.0       /setToken: ...
_IM_SDK: Final = "imsdk"
_WITHIN: Final = re.compile(
    rf"^(?:TIM: \d{{1,9}}\s+)?{_DATE}/{_LEVEL}/\d+-\d+\s*/(?P<module>\S+)\s+"
    r"(?:-(?P<class>[\w\-]{1,60})\S*[^/]*)?/(?P<text>.*)$"
)


class Entry(NamedTuple):
    """One line of a log."""

    level: str
    tag: str
    text: str


def entry_of(line: str) -> Entry | None:
    """Return level, tag and text of a logcat line of any format; None for any other line."""
    head = _COLOUR.sub("", line[:_CHARACTERS_MAX])
    for regex in _LINE:
        if match := regex.match(head):
            return _unwrapped(Entry(match["level"], match["tag"].strip(), match["text"]))
    return _of_im_sdk(head.strip())


def _unwrapped(entry: Entry) -> Entry:
    """Return the line that the IM SDK's logger has wrapped; any other as it is."""
    return (_of_im_sdk(entry.text.strip()) or entry) if entry.tag.lower() == _IM_SDK else entry


def _of_im_sdk(text: str) -> Entry | None:
    if match := _WITHIN.match(text):
        return Entry(match["level"], match["class"] or match["module"], match["text"])
    return None
