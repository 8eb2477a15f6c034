"""vivo's live notifications: a server changes or ends the card that the app itself has put on its phone."""

from typing import Any

import pytest

from simulator.customer.server import CustomerServer
from simulator.device.android.connectivity_manager import NetworkKind
from simulator.device.android.display import Notification
from simulator.kernel.trace import Kind
from simulator.kernel.units import DAY_MS, MINUTE_MS, SECOND_MS
from simulator.world.spec import VendorAppSpec
from tests.factories import records, reg_id_of
from tests.vendors.vivo_client import LEFT_OUT, MESSAGE, UNKNOWN, VivoClient, a_client, changed, receipts_of

PACKAGE = "com.example.chat"
LIVE = {"operation": 1, "scene": "TAXI", "templateType": 2, "templateData": {"progressInfo": {"progress": 40}}}


def live_client(**fields: Any) -> VivoClient:
    """Return a client of an app with the right to live notifications, whose card 7 is on bob's phone."""
    console = {"receipts": CustomerServer.receipt_url("vivo"), "rights": ("live_messages",), **fields}
    client = a_client(vendor_apps={"vivo": VendorAppSpec(**console)})
    show_card(client)
    return client


def show_card(client: VivoClient) -> None:
    card = Notification(PACKAGE, 7, "on the way", "ten minutes", channel_id="vivo_push_channel")
    client.world.phone("bob_phone").notifications.notify(card)


def change(client: VivoClient, live: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """Send a change of card 7; *live* are fields of `liveMessage`."""
    body = {**MESSAGE, "regId": reg_id_of(client.world), "extra": {"callback.id": "1"}, "content": "five minutes"}
    message = changed({**body, "liveMessage": changed(LIVE, live or {})}, changes)
    return client.post("/livemessage/send", message)


def told(client: VivoClient, span_ms: int = 3 * SECOND_MS) -> list[str]:
    client.world.run_for(span_ms)
    return [code for _, code, _ in receipts_of(client.world)]


def texts(client: VivoClient) -> list[str]:
    return [one.text for one in client.world.phone("bob_phone").notifications.shade]


def test_card_is_changed_and_ended():
    client = live_client()
    answer = change(client)
    assert (answer["result"], set(answer)) == (0, {"result", "desc", "taskId"})
    assert (told(client), texts(client)) == (["300"], ["five minutes"])
    change(client, {"operation": 2})
    assert (told(client), texts(client)) == (["300", "300"], [])
    client.world.check_conservation()


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"notifyId": LEFT_OUT}, 10095), ({"notifyId": 0}, 10095), ({"title": ""}, 10055), ({"requestId": ""}, 10352)],
)
def test_wrong_field_is_refused_at_once(changes, code):
    assert change(live_client(), **changes)["result"] == code


@pytest.mark.parametrize(
    "live",
    [{"operation": 0}, {"operation": LEFT_OUT}, {"scene": ""}, {"templateType": 3}, {"templateData": LEFT_OUT}],
)
def test_live_message_that_a_server_may_not_send_is_301_31001(live):
    client = live_client()
    assert change(client, live)["result"] == 0
    assert told(client) == ["301/31001"]


def test_forbidden_word_is_301_31002():
    client = live_client(forbidden_words=("casino",))
    change(client, content="casino")
    assert told(client) == ["301/31002"]


@pytest.mark.parametrize(("how", "code"), [("gone", "301/31003"), ("unknown", "301/31004"), ("away", "301/31005")])
def test_target_that_cannot_be_is_301(how, code):
    client = live_client()
    if how == "gone":
        client.world.clouds["vivo"].app_removed("bob_phone", PACKAGE)
    elif how == "away":
        client.world.phone("bob_phone").set_network(NetworkKind.OFF)
        client.world.run_for(14 * DAY_MS + 1)
        client.auth()
    change(client, **({"regId": UNKNOWN} if how == "unknown" else {}))
    assert told(client) == [code]


def test_live_message_that_expires_is_301_31000():
    client = live_client()
    client.world.phone("bob_phone").set_network(NetworkKind.OFF)
    change(client, timeToLive=60)
    assert told(client, 2 * MINUTE_MS) == ["301/31000"]


def test_card_that_is_not_there_becomes_an_ordinary_notification():
    client = live_client()
    client.world.phone("bob_phone").notifications.clear()
    change(client)
    assert (told(client), texts(client)) == (["302/32009"], ["five minutes"])


def test_card_that_is_not_there_and_may_not_become_another_is_302_32002():
    client = live_client()
    client.world.phone("bob_phone").notifications.clear()
    change(client, {"showNotify": False})
    assert (told(client), texts(client)) == (["302/32002"], [])
    assert client.said_no("posted", "invalid_request", "live_no_card")


@pytest.mark.parametrize("code", ["32001", "32005", "32006", "32008"])
def test_phone_that_does_not_show_it_says_why(code):
    client = live_client(rights=() if code == "32008" else ("live_messages",))
    phone = client.world.phone("bob_phone")
    if code == "32001":
        phone.notifications.set_notifications_enabled(PACKAGE, enabled=False)
    elif code == "32005":
        phone.uninstall()
    change(client, **({"skipType": 4, "skipContent": "no intent"} if code == "32006" else {}))
    assert told(client) == [f"302/{code}"]


def test_change_out_of_order_is_302_32000():
    client = live_client()
    for number in (1, 3, 2, 3):
        change(client, {"changeRecord": number}, content=f"no {number}")
        client.world.run_for(SECOND_MS)
    assert told(client) == ["300", "300", "302/32000", "300"]
    assert texts(client) == ["no 3"]


def test_ten_changes_in_five_minutes_show_and_the_eleventh_is_302_32007():
    client = live_client()
    for _ in range(11):
        change(client)
        client.world.run_for(10 * SECOND_MS)
    assert told(client) == ["300"] * 10 + ["302/32007"]
    client.world.run_for(5 * MINUTE_MS)
    change(client)
    assert told(client)[-1] == "300"


def test_live_messages_have_receipts_of_the_new_form_only():
    client = live_client()
    change(client, extra={"callback": CustomerServer.receipt_url("vivo")})
    assert told(client) == []
    assert [one.rule for one in records(client.world, Kind.STATE, "receipt_withheld")] == ["vivo.old_receipt_of_live"]
