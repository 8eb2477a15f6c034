from simulator.im.mailbox import NO_PHONE, Kept, Mailbox
from simulator.push.message import Element, Message


def a_message(text: str) -> Message:
    return Message("alice", "bob", (Element("TIMTextElem", {"Text": text}),))


def taken(mailbox: Mailbox, now_ms: int = 0, instance: str = "bob_phone") -> list[object]:
    return [kept.message.elements[0].content["Text"] for kept in mailbox.take("bob", instance, now_ms=now_ms)]


def test_kept_messages_are_handed_out_once_and_in_order():
    mailbox = Mailbox()
    for text in ("one", "two"):
        mailbox.keep(Kept(a_message(text), 100), "bob_phone")
    assert taken(mailbox) == ["one", "two"]
    assert taken(mailbox) == []


def test_each_phone_has_its_own():
    mailbox = Mailbox()
    mailbox.keep(Kept(a_message("one"), 100), "tablet")
    assert taken(mailbox) == []
    assert taken(mailbox, instance="tablet") == ["one"]


def test_first_phone_of_a_user_gets_what_came_before_any():
    mailbox = Mailbox()
    mailbox.keep(Kept(a_message("one"), 100), NO_PHONE)
    assert taken(mailbox) == ["one"]
    assert taken(mailbox, instance="tablet") == []


def test_message_is_handed_out_up_to_its_last_millisecond():
    for now_ms, expected in ((100, ["one"]), (101, []), (10_000, [])):
        mailbox = Mailbox()
        mailbox.keep(Kept(a_message("one"), 100), "bob_phone")
        assert taken(mailbox, now_ms) == expected
