"""call_vendor and call_rest: calls that are wrong on purpose, calls in numbers, and whose credentials they carry."""

from collections.abc import Mapping
from itertools import pairwise

from simulator.kernel.trace import Kind
from simulator.runner.result import CaseResult
from simulator.scenario.requests import SeenRequest, read_request
from tests.scenario.playing import SEEN, UP, passes, played, told

TAG = "call_vendor: {{path: /tag/add, body: {{name: friends}}{}}}"
QUERY = "call_rest: {{path: /v4/openim/querystate, body: {{To_Account: [bob]}}{}}}"


def requests(result: CaseResult, link: str, path: str) -> list[SeenRequest]:
    """Return what went over *link* to *path*, in order."""
    found = [read_request(one) for one in result.world.trace if one.kind is Kind.WIRE and one.name == link]
    return [one for one in found if one is not None and one.path == path]


def to_vivo(more: str, top: str = "") -> list[SeenRequest]:
    result = played(UP, TAG.format(more), "wait: 1min", SEEN, top=top)
    return requests(result, "customer>vivo", "/tag/add")


def to_im(more: str) -> list[SeenRequest]:
    return requests(played(UP, QUERY.format(more), "wait: 1min", SEEN), "customer>im", "/v4/openim/querystate")


def test_only_what_is_said_is_other_than_right() -> None:
    [right] = to_vivo("")
    [wrong] = to_vivo(", method: GET, query: {a: b}, headers: {authToken: '', Content-Type: text/plain, X-Mine: '1'}")
    assert (wrong.method, wrong.query, wrong.body) == ("GET", {"a": "b"}, right.body)
    assert right.headers.keys() - wrong.headers.keys() == {"authtoken"}
    assert (wrong.headers["content-type"], wrong.headers["x-mine"]) == ("text/plain", "1")


def test_the_name_of_a_header_in_braces_is_what_would_be_right() -> None:
    [right] = to_vivo("")
    [wrong] = to_vivo(", headers: {authToken: '{authToken}x'}")
    assert wrong.headers["authtoken"] == right.headers["authtoken"] + "x"


def test_a_body_that_is_a_text_is_sent_as_it_is_written() -> None:
    step = "call_vendor: {path: /tag/add, body: 'no JSON'}"
    [request] = requests(played(UP, step, "wait: 10s", SEEN), "customer>vivo", "/tag/add")
    assert request.body == "no JSON"
    [of_bytes] = to_vivo(", body_hex: fffe")
    assert of_bytes.body == "��"


def names(found: list[SeenRequest]) -> list[str]:
    return [request.body["name"] for request in found]


def test_a_call_is_made_as_often_as_wanted_at_once_or_at_intervals() -> None:
    assert len({request.record.at_ms for request in to_vivo(", times: 3")}) == 1
    # The first one waits for an access token.
    _, *spaced = to_vivo(", times: 4, every: 2s")
    assert [later.record.at_ms - one.record.at_ms for one, later in pairwise(spaced)] == [2000] * 2


def test_a_call_is_made_for_each_value_of_a_field() -> None:
    found = to_vivo(", each: {name: [a, b], desc: [1, 2]}, times: 2")
    assert [(one.body["name"], one.body["desc"]) for one in found] == [("a", 1), ("b", 2)] * 2


OTHERS = """\
vendor_apps:
  vivo: {app_id: '1', app_key: k, app_secret: s, other_apps: {second: {package: com.b, app_id: '2'}}}
"""


def authenticated_as(more: str) -> Mapping[str, object]:
    result = played(UP, TAG.format(more), "wait: 10s", SEEN, top=OTHERS)
    body: Mapping[str, object] = requests(result, "customer>vivo", "/message/auth")[-1].body
    return body


def test_a_call_carries_the_credentials_of_the_app_that_is_named_and_of_those_that_are_other() -> None:
    assert authenticated_as("")["appId"] == 1
    assert authenticated_as(", app: second")["appId"] == 2
    assert authenticated_as(", credentials: {app_key: old}")["appKey"] == "old"


def test_an_app_that_is_not_there_names_those_that_are() -> None:
    assert told(UP, TAG.format(", app: third"), SEEN, top=OTHERS) == (
        'a_case.yaml:7: call_vendor: vivo has no other app "third"\n'
        "  other apps here: second\n"
        "  next: name it under vendor_apps: {vivo: {other_apps: …}}"
    )


def test_a_rest_call_is_made_by_whom_it_names_and_with_the_method_that_it_names() -> None:
    [right] = to_im("")
    [wrong] = to_im(", caller: bob, method: PUT, without: [random]")
    assert (right.query["identifier"], wrong.query["identifier"]) == ("administrator", "bob")
    assert (wrong.method, right.query.keys() - wrong.query.keys()) == ("PUT", {"random"})


def test_a_rest_call_is_made_at_intervals_and_for_each_value() -> None:
    found = to_im(", each: {Extra: [a, b]}, every: 5s")
    assert [request.body["Extra"] for request in found] == ["a", "b"]
    assert found[1].record.at_ms - found[0].record.at_ms == 5000
    step = "call_rest: {path: /v4/openim/querystate, body: no JSON, times: 2}"
    assert len(requests(played(UP, step, "wait: 1min", SEEN), "customer>im", "/v4/openim/querystate")) == 2


def test_a_list_of_letters_has_as_many_different_ones_each_in_a_map_where_that_is_wanted() -> None:
    ids, crowd = "{kind: letters, length: 6, count: 20}", "{kind: letters, count: 3, under: UserID}"
    step = "call_rest: {path: /v4/openim/querystate, body: {To_Account: <ids>, Other: <crowd>}}"
    result = played(UP, step, "wait: 10s", SEEN, top=f"faker: {{ids: {ids}, crowd: {crowd}}}\n")
    [request] = requests(result, "customer>im", "/v4/openim/querystate")
    users, maps = request.body["To_Account"], request.body["Other"]
    assert (len(set(users)), {len(user) for user in users}) == (20, {6})
    assert (len(maps), {len(one["UserID"]) for one in maps}) == (3, {16})
    assert dict(result.case.values) == {"ids": "20 of 6 letters", "crowd": "3 of 16 letters"}


def test_files_are_parts_of_a_form_beside_the_fields() -> None:
    upload = (
        "call_vendor: {vendor: oppo, path: /server/v1/media/upload/small_picture, body: {picture_ttl: 60},"
        " files: {file: {begins: 89504e47, length: 6}}}"
    )
    result = played(UP, upload, "wait: 10s", SEEN, top="vendor_apps: {oppo: {}}\n")
    [request] = requests(result, "customer>oppo", "/server/v1/media/upload/small_picture")
    assert request.headers["content-type"] == "multipart/form-data; boundary=----formboundary"
    assert request.body.split("\r\n")[1:8] == [
        'Content-Disposition: form-data; name="picture_ttl"',
        "",
        "60",
        "------formboundary",
        'Content-Disposition: form-data; name="file"; filename="file"',
        "",
        "�PNG\0\0",
    ]


def test_fields_of_ims_answer_go_back_to_it() -> None:
    body = "{From_Account: administrator, MsgRandom: 8, OfflinePushInfo: {Title: t, Desc: d}}"
    made = f"call_rest: {{path: /v4/timpush/push, body: {body}}}"
    back = "call_rest: {path: /v4/timpush/revoke, from_answer: [TaskId]}"
    assert passes(UP, made, back, "must_answer: 90053")
    assert told(UP, back, SEEN) == ('a_case.yaml:5: call_rest: no answer of IM\'s has had a "TaskId"\n  fields: none')


def test_the_app_calls_the_sdk_as_often_as_wanted_at_once_or_at_intervals() -> None:
    call = "call_sdk: {{phone: bob_phone, method: setTopic, arguments: [news]{}}}"
    at_once, spaced = (
        [one.at_ms for one in played(UP, call.format(more), "wait: 1min", SEEN).world.trace if one.name == "setTopic"]
        for more in (", times: 3", ", times: 3, every: 5s")
    )
    assert (len(at_once), len(spaced)) == (3, 3)
    assert at_once[-1] - at_once[0] < 1_000
    assert spaced[-1] - spaced[0] > 9_000


def test_a_user_who_was_deleted_is_not_made_anew_by_a_message_to_him() -> None:
    send = "send_message: {from: alice, to: carol, text: lunch?}"
    gone = "call_rest: {path: /v4/im_open_login_svc/account_delete, body: {DeleteItem: [{UserID: carol}]}}"
    refused = "must_record: {name: message_refused, within: 5s, data: {code: 20003}}"
    back = "call_rest: {path: /v4/im_open_login_svc/account_import, body: {UserID: carol}}"
    trial = "im: {edition: trial, friends: {carol: [alice]}}\n"
    assert passes(UP, send, gone, send, refused, top=trial)
    assert not passes(UP, send, gone, back, send, refused, top=trial)
