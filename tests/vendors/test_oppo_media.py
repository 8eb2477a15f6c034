"""OPPO's pictures: uploads, what is no picture, the day's number, and messages that name one."""

from typing import Any

import pytest

from simulator.kernel.trace import Kind
from simulator.kernel.units import DAY_MS, MINUTE_MS, SECOND_MS
from simulator.push.reason import Reason
from simulator.vendors.oppo import facts
from tests.factories import bound_phone, records, reg_id_of
from tests.vendors.oppo_client import MEDIA, OppoClient, a_client

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff\xe0"
BOUNDARY = "----formboundary"
KINDS = {"big": 1_048_576, "small": 51_200}


def upload(client: OppoClient, kind: str = "small", content: bytes | None = PNG, **fields: str) -> dict[str, Any]:
    """Post a picture, as OPPO's server SDK does."""
    parts = {"auth_token": client.token, "picture_ttl": "3600", **fields}
    body = b"".join(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in parts.items()
    )
    if content is not None:
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n'
        body += f"{head}Content-Type: application/octet-stream\r\n\r\n".encode() + content + b"\r\n"
    headers = (("Content-Type", f"multipart/form-data; boundary={BOUNDARY}"),)
    host, client.host = client.host, MEDIA
    answer = client.ask("POST", f"media/upload/{kind}_picture", body + f"--{BOUNDARY}--\r\n".encode(), headers=headers)
    client.host = host
    return answer


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("magic", [PNG, JPEG])
def test_uploaded_picture_has_a_number(kind, magic):
    answer = upload(a_client(), kind, magic + b"\r\n--\x00\xff")
    assert answer["code"] == 0
    assert list(answer["data"]) == [f"{kind}_picture_id"]
    assert len(answer["data"][f"{kind}_picture_id"]) == 24


@pytest.mark.parametrize("kind", KINDS)
def test_picture_has_so_many_bytes_at_most(kind):
    client = a_client()
    assert upload(client, kind, PNG.ljust(KINDS[kind], b"\0"))["code"] == 0
    assert upload(client, kind, PNG.ljust(KINDS[kind] + 1, b"\0"))["code"] == 51
    assert refusal(client) == (Reason.INVALID_REQUEST, "oppo.picture_too_big", 51)


def refusal(client: OppoClient) -> tuple[str, str, int]:
    record = records(client.world, Kind.STATE, "refused")[-1]
    return record.reason, record.rule, record.data["code"]


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"no picture"])
def test_what_is_no_picture_is_51(content):
    client = a_client()
    assert upload(client, content=content)["code"] == 51
    assert refusal(client)[1] == "oppo.picture_wrong"


@pytest.mark.parametrize(
    ("fields", "content", "code"),
    [
        ({}, None, 40),
        ({"picture_ttl": "soon"}, PNG, 41),
        ({"picture_ttl": "0"}, PNG, 41),
        ({"picture_ttl": ""}, PNG, 0),
        ({"auth_token": "0" * 24}, PNG, 11),
        ({"auth_token": ""}, PNG, 29),
    ],
)
def test_wrong_upload_is_refused(fields, content, code):
    assert upload(a_client(), content=content, **fields)["code"] == code


@pytest.mark.parametrize("headers", [(), (("Content-Type", "multipart/form-data"),)])
def test_upload_that_has_no_parts_brings_no_token(headers):
    assert a_client().ask("POST", "media/upload/big_picture", b"--x", headers=headers)["code"] == 29


def test_token_of_an_upload_may_come_in_a_header():
    client = a_client()
    assert upload(client, auth_token="")["code"] == 29
    headers = (("Content-Type", f"multipart/form-data; boundary={BOUNDARY}"), ("auth_token", client.token))
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"\r\n\r\n'.encode()
    body = head + PNG + f"\r\n--{BOUNDARY}--".encode()
    assert client.ask("POST", "media/upload/small_picture", body, headers=headers)["code"] == 0


def test_pictures_of_the_day_are_used_up():
    client = a_client()
    app_id = client.app.values["app_id"]
    client.world.clouds["oppo"].today.add(("pictures", app_id), facts.PICTURES_PER_DAY_MAX.value - 1)
    assert upload(client)["code"] == 0
    assert upload(client)["code"] == 34
    assert refusal(client) == (Reason.QUOTA_USED, "oppo.pictures_used_up", 34)
    client.world.run_for(DAY_MS)
    client.auth()
    assert upload(client)["code"] == 0


def test_message_may_name_an_icon_that_was_uploaded():
    client = a_client()
    picture_id = upload(client)["data"]["small_picture_id"]
    assert client.send(small_picture_id=picture_id)["code"] == 0
    assert client.send(big_picture_id=picture_id)["code"] == 51
    client.world.run_for(3_600 * SECOND_MS - 1)
    assert client.send(small_picture_id=picture_id)["code"] == 0
    client.world.run_for(1)
    assert client.send(small_picture_id=picture_id)["code"] == 51


def test_picture_of_another_app_is_unknown():
    client = a_client()
    picture_id = upload(client)["data"]["small_picture_id"]
    pictures = client.world.clouds["oppo"].pictures
    kind = "/server/v1/media/upload/small_picture"
    assert pictures.has(picture_id, client.app.values["app_id"], kind)
    assert not pictures.has(picture_id, "another", kind)


def test_broadcast_with_a_big_picture_is_shown():
    client = a_client()
    bound_phone(client.world, "carol_phone", "carol")
    picture_id = upload(client, "big")["data"]["big_picture_id"]
    message_id = client.save(style=3, big_picture_id=picture_id)["data"]["message_id"]
    assert client.broadcast(message_id, reg_id_of(client.world))["code"] == 0
    client.world.run_for(MINUTE_MS)
    assert len(client.world.phone("bob_phone").notifications.shade) == 1


def test_big_picture_is_for_broadcasts_without_a_fixed_speed():
    client = a_client()
    picture_id = upload(client, "big")["data"]["big_picture_id"]
    assert client.save(style=3)["code"] == 40
    assert client.save(style=3, big_picture_id="0" * 24)["code"] == 51
    assert client.send(style=3, big_picture_id=picture_id)["code"] == 41
    assert client.last.rule == "oppo.big_picture_misplaced"
    fixed = {"fix_speed": "true", "fix_speed_rate": 1_000}
    assert client.save(style=3, big_picture_id=picture_id, **fixed)["code"] == 41
    assert client.save(big_picture_id=picture_id, **fixed)["code"] == 0
