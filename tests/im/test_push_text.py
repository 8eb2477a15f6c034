import pytest

from simulator.im.push_text import ELEMENT_TYPES, push_text, push_title
from simulator.push.message import Element, OfflinePushInfo
from tests.im.worlds import a_message

TEXTS = {
    "TIMTextElem": ({"Text": "午饭?"}, "午饭?"),
    "TIMLocationElem": ({"Desc": "office", "Latitude": 1.0, "Longitude": 2.0}, "[位置]"),
    "TIMFaceElem": ({"Index": 1, "Data": "x"}, "[表情]"),
    "TIMCustomElem": ({"Data": "x", "Desc": "a red packet"}, "a red packet"),
    "TIMSoundElem": ({"UUID": "x"}, "[语音]"),
    "TIMImageElem": ({"UUID": "x"}, "[图片]"),
    "TIMFileElem": ({"UUID": "x"}, "[文件]"),
    "TIMVideoFileElem": ({"VideoUUID": "x"}, "[视频]"),
    "TIMRelayElem": ({"Title": "history"}, "history"),
}


def test_every_element_type_has_its_text_here():
    assert set(TEXTS) == ELEMENT_TYPES


@pytest.mark.parametrize("kind", sorted(ELEMENT_TYPES))
def test_text_of_the_push_is_that_of_the_element_unless_desc_is_set(kind: str):
    content, text = TEXTS[kind]
    elements = (Element(kind, content),)
    assert push_text(a_message(elements=elements)) == text
    assert push_text(a_message(elements=elements, push=OfflinePushInfo(desc="come"))) == "come"


@pytest.mark.parametrize("kind", sorted(ELEMENT_TYPES))
def test_title_is_the_default_one_unless_one_is_set(kind: str):
    elements = (Element(kind, TEXTS[kind][0]),)
    assert push_title(a_message(elements=elements)) == "a new message"
    assert push_title(a_message(elements=elements, push=OfflinePushInfo(title="Alice"))) == "Alice"


def test_texts_of_several_elements_are_joined_without_a_separator():
    elements = (Element("TIMTextElem", {"Text": "look "}), Element("TIMImageElem", {}), Element("TIMCustomElem", {}))
    assert push_text(a_message(elements=elements)) == "look [图片]"


def test_custom_element_without_desc_has_no_text():
    assert not push_text(a_message(elements=(Element("TIMCustomElem", {"Data": "x"}),)))


@pytest.mark.parametrize(
    ("content", "text"),
    [({"CompatibleText": "old", "Title": "new"}, "old"), ({"Title": "new"}, "new"), ({}, "[聊天记录]")],
)
def test_relayed_messages_show_what_old_clients_show(content: dict[str, str], text: str):
    assert push_text(a_message(elements=(Element("TIMRelayElem", content),))) == text
