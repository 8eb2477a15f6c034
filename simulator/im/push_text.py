"""Title and text of a push, from the message and what its sender wants."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from simulator.kernel.source import Fact, Source
from simulator.push.message import Element, Message

DEFAULT_TITLE = Fact("im.default_title", "a new message", Source("vivo guide", "step 3", ("C05",)))
"""Shown when the sender sets no title."""

_FORMAT = "Tencent IM message format"

_TEXT_OF: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "TIMTextElem": lambda content: str(content.get("Text", "")),
    "TIMCustomElem": lambda content: str(content.get("Desc", "")),
    "TIMLocationElem": lambda _: "[位置]",
    "TIMFaceElem": lambda _: "[表情]",
    # Assumed: no document gives the texts of the next four; they follow the two above.
    "TIMSoundElem": lambda _: "[语音]",
    "TIMImageElem": lambda _: "[图片]",
    "TIMFileElem": lambda _: "[文件]",
    "TIMVideoFileElem": lambda _: "[视频]",
    "TIMRelayElem": lambda content: str(content.get("CompatibleText") or content.get("Title") or "[聊天记录]"),
}

ELEMENT_TYPES = frozenset(_TEXT_OF)
"""What a sender may send."""

_SYSTEM_TEXT_OF: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "TIMGroupTipElem": lambda _: "[群提示]",
    "TIMGroupSystemNoticeElem": lambda content: str(content.get("Content", "")),
}
"""What IM itself says; no push ever shows it, but where a run waives that."""


def push_title(message: Message) -> str:
    """Return the notification's title."""
    return message.offline_push.title or DEFAULT_TITLE.value


def push_text(message: Message) -> str:
    """Return the notification's text: the sender's `Desc`, or the texts of all elements joined without a separator."""
    return message.offline_push.desc or text_of(message.elements)


def text_of(elements: Iterable[Element]) -> str:
    """Return the texts of *elements*, joined without a separator."""
    return "".join(
        (_TEXT_OF.get(element.type) or _SYSTEM_TEXT_OF[element.type])(element.content) for element in elements
    )
