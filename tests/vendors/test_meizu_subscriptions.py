"""Meizu's subscription calls: switches, the alias and the tags of one pushId."""

from typing import Any

import pytest

from simulator.kernel.trace import Kind
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from tests.factories import records, reg_id_of
from tests.vendors.meizu_client import UNKNOWN, a_client, message, refused, shown, two_phones


def test_alias_reaches_its_phone_until_it_is_taken_away():
    client = a_client()
    assert client.about_phone("subscribeAlias", alias="bob")["value"] == {
        "pushId": reg_id_of(client.world),
        "alias": "bob",
    }
    path = "/push/varnished/pushByAlias"
    assert client.ask(path, alias="bob", messageJson=message())["value"] == {}
    assert shown(client)
    assert client.about_phone("unSubscribeAlias", alias="bob")["value"]["alias"] == ""
    assert refused(client.ask(path, alias="bob", messageJson=message()), "bob") == "110005"
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.REG_ID_INVALID, "alias_unknown")


def test_alias_of_a_phone_that_has_switched_off_is_110005_and_its_push_id_110010():
    client = a_client()
    client.about_phone("subscribeAlias", alias="bob")
    value = client.about_phone("changeRegisterSwitch", msgType=0, subSwitch=0)["value"]
    assert (value["barTypeSwitch"], value["directTypeSwitch"]) == (0, 1)
    answer = client.ask("/push/varnished/pushByAlias", alias="bob", messageJson=message())
    assert refused(answer, "bob") == "110005"
    assert refused(client.push(), reg_id_of(client.world)) == "110010"
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.REG_ID_INVALID, "switched_off")
    client.about_phone("changeAllSwitch", subSwitch=0)
    value = client.about_phone("getRegisterSwitch", method="GET")["value"]
    assert (value["barTypeSwitch"], value["directTypeSwitch"]) == (0, 0)
    # Meizu's own server SDK writes it so.
    client.about_phone("changeAllSwitch", subSwitch="true")
    assert client.push()["value"] == {}
    client.about_phone("changeRegisterSwitch", msgType=0, subSwitch="false")
    assert refused(client.push(), reg_id_of(client.world)) == "110010"


@pytest.mark.parametrize(
    ("name", "fields", "code", "rule"),
    [
        ("getRegisterSwitch", {"pushId": ""}, "110004", "push_id_empty"),
        ("getRegisterSwitch", {"pushId": UNKNOWN}, "110003", "push_id_illegal"),
        ("changeRegisterSwitch", {"msgType": 0}, "1005", "switch_wrong"),
        ("changeRegisterSwitch", {"msgType": 2, "subSwitch": 1}, "1005", "switch_wrong"),
        ("subscribeAlias", {}, "110004", "alias_empty"),
        ("subscribeAlias", {"alias": "a" * 61}, "1005", "alias_too_long"),
        ("subscribeTags", {}, "110004", "tags_of_phone_empty"),
        ("subscribeTags", {"tags": "t" * 21}, "1005", "tags_wrong"),
        ("subscribeTags", {"tags": ",".join(str(number) for number in range(101))}, "1005", "tags_wrong"),
    ],
)
def test_wrong_subscription_call_is_refused(name, fields, code, rule):
    client = a_client()
    assert client.about_phone(name, **fields)["code"] == code
    assert records(client.world, Kind.STATE, "refused")[-1].rule == f"meizu.{rule}"


def test_subscription_of_an_app_that_has_gone_is_110002():
    client = a_client()
    client.world.clouds["meizu"].app_removed("bob_phone", client.app.package)
    assert client.about_phone("getSubAlias")["code"] == "110002"


def test_bounds_of_alias_and_tags():
    client = a_client()
    assert client.about_phone("subscribeAlias", alias="a" * 60)["code"] == "200"
    hundred = ",".join(f"{number:020d}" for number in range(100))
    assert client.about_phone("subscribeTags", tags=hundred)["code"] == "200"
    assert names(client.about_phone("getSubTags")) == hundred.split(",")


def test_hundred_tags_of_an_app_are_all_it_has():
    client = two_phones()
    hundred = ",".join(str(number) for number in range(100))
    assert client.about_phone("subscribeTags", tags=hundred)["code"] == "200"
    carol = reg_id_of(client.world, "carol_phone")
    assert client.about_phone("subscribeTags", pushId=carol, tags="99")["code"] == "200"
    assert client.about_phone("subscribeTags", pushId=carol, tags="one more")["code"] == "110051"
    assert records(client.world, Kind.STATE, "refused")[-1].rule == "meizu.app_tags_used"
    assert client.about_phone("unSubscribeTags", pushId=carol, tags="one more")["code"] == "200"


def names(answer: dict[str, Any]) -> list[str]:
    """Return the names of the tags in *answer*."""
    return [tag["tagName"] for tag in answer["value"]["tags"]]


def test_tags_are_set_taken_away_and_cleared():
    client = a_client()
    set_tags = client.about_phone("subscribeTags", tags="a,b,c")["value"]
    tags = [{"tagId": 1, "tagName": "a"}, {"tagId": 2, "tagName": "b"}, {"tagId": 3, "tagName": "c"}]
    assert set_tags == {"pushId": reg_id_of(client.world), "tags": tags}
    assert names(client.about_phone("unSubscribeTags", tags="b")) == ["a", "c"]
    assert client.about_phone("unSubAllTags")["value"] is True
    assert names(client.about_phone("getSubTags", method="GET")) == []
