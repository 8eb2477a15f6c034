"""Requests, answers and push traces of a ticket, in every form in which people save them."""

import json
from pathlib import Path

import pytest

from simulator.diagnose.exchanges import Broken, exchanges_in
from simulator.diagnose.reading import read_ticket

SIG = "eJyrVgrxCdYrSy1SslJQMtIzUNJRAItkpqTmlWSmZUIkkvKTYBLFKdmJ"
MESSAGE = """\
{"To_Account": "bob", "MsgLifeTime": 0,
 "MsgBody": [{"MsgType": "TIMCustomElem", "MsgContent": {"Data": "x"}}],
 "OfflinePushInfo": {
   "PushFlag": 1,
   "Title": "hi"}}
"""
CURL = """\
vivo 手机收不到推送，服务端返回如下：
$ curl -v https://api-push.vivo.com.cn/message/send -H 'authToken: 24f4c7e9-a' -d '{"regId":"12345678901234567890123"}'
*   Trying 1.2.3.4...
> POST /message/send HTTP/1.1
> Host: api-push.vivo.com.cn
> authToken: 24f4c7e9-aaaa-bbbb
>
< HTTP/1.1 200 OK
< Content-Type: application/json
<
{"result":10302,"desc":"regId is wrong"}
"""
TRACE = """\
{"ActionStatus": "OK", "ErrorCode": 0, "InstanceTrace": [{"PushPlatform": "vivo", "CertId": 11888, "Token": "",
  "OfflinePushStat": {"OfflineStat": {
    "PushStatus": 0, "ErrorCode": -2, "ErrorInfo": "no token"}}}]}
"""


def har(url: str, body: object, status: int, answer: object) -> str:
    request = {"method": "POST", "url": url, "postData": {"text": json.dumps(body)}}
    response = {"status": status, "content": {"text": json.dumps(answer)}}
    return json.dumps({"log": {"version": "1.2", "entries": [{"request": request, "response": response}]}}, indent=1)


def signs_of(tmp_path: Path, text: str, name: str) -> dict[str, tuple[str, int]]:
    (tmp_path / name).write_text(text, encoding="utf-8")
    found = read_ticket([tmp_path / name])
    assert not found.unreadable
    return {one.sign: (one.file, one.line) for one in found.recognised()}


def test_a_message_to_im_that_is_not_to_be_pushed_is_told_at_its_field(tmp_path: Path) -> None:
    found = signs_of(tmp_path, MESSAGE, "send.json")
    assert found["set.push_flag_1"] == ("send.json", 4)
    assert found["set.online_only"] == ("send.json", 1)
    assert found["set.custom_without_desc"] == ("send.json", 2)


def test_a_message_that_is_as_it_should_be_shows_nothing(tmp_path: Path) -> None:
    good = {
        "MsgBody": [{"MsgType": "TIMTextElem", "MsgContent": {"Text": "lunch?"}}],
        "OfflinePushInfo": {"PushFlag": 0, "Desc": "lunch?"},
    }
    assert not signs_of(tmp_path, json.dumps(good), "send.json")


def test_a_dump_of_curl_gives_the_code_and_what_people_wrote_around_it(tmp_path: Path) -> None:
    found = signs_of(tmp_path, CURL, "curl.txt")
    assert found["code.vivo.10302"] == ("curl.txt", 11)
    assert found["shown.nothing"] == ("curl.txt", 1)


def test_a_har_file_gives_codes_and_refusals(tmp_path: Path) -> None:
    im = har(f"https://console.tim.qq.com/v4/openim/sendmsg?usersig={SIG}", {}, 200, {"ErrorCode": 70001})
    assert "code.im.70001" in signs_of(tmp_path, im, "im.har")
    denied = har("https://api.push.oppomobile.com/server/v1/message", {"message": {}}, 401, {"message": "no"})
    assert signs_of(tmp_path, denied, "oppo.har")["answer.unauthorised"] == ("oppo.har", 8)


def test_a_push_trace_tells_where_the_push_ended(tmp_path: Path) -> None:
    found = signs_of(tmp_path, TRACE, "trace.json")
    assert found["trace.-2"] == ("trace.json", 2)
    assert found["set.no_token_bound"] == ("trace.json", 1)
    assert not [name for name in found if name.startswith("code.")]


def test_fields_are_known_by_their_path_also_in_forms_and_nested_texts() -> None:
    dump = (
        "POST /v3/message/regid HTTP/1.1\nHost: push.example\n\ntitle=a&extra.channel_id=c&payload=%7B%22k%22%3A1%7D\n"
    )
    [one] = exchanges_in(dump)
    assert one.url == "https://push.example/v3/message/regid"
    assert one.request == {"title": "a", "extra.channel_id": "c", "payload.k": 1}


def test_json_that_is_cut_off_is_named_and_left_out(tmp_path: Path) -> None:
    (tmp_path / "cut.json").write_text(MESSAGE[:100], encoding="utf-8")
    [left] = read_ticket([tmp_path]).unreadable
    assert (left.file, left.why.startswith("not JSON")) == ("cut.json", True)


@pytest.mark.parametrize("text", ["[" * 200_000, '{"a":' * 100_000, '{"result": NaN'])
def test_hostile_json_ends_well(text: str) -> None:
    with pytest.raises(Broken, match="not JSON"):
        list(exchanges_in(text))


def test_no_secret_of_a_request_is_shown(tmp_path: Path) -> None:
    (tmp_path / "curl.txt").write_text(CURL, encoding="utf-8")
    (tmp_path / "a.har").write_text(har(f"https://x.example/?usersig={SIG}", {}, 403, {"token": SIG}), encoding="utf-8")
    shown = " ".join(one.text for one in read_ticket([tmp_path]).recognised())
    for secret in (SIG, "24f4c7e9", "12345678901234567890123"):
        assert secret not in shown


@pytest.mark.parametrize(
    "command",
    [
        "curl 'https://console.tim.qq.com/v4/openim/sendmsg?usersig=eJx' -d '{0}'",
        "curl 'https://console.tim.qq.com/v4/openim/sendmsg' \\\n  -H 'Content-Type: application/json' \\\n  -d '{0}'",
    ],
    ids=["one line", "several"],
)
def test_what_stands_below_a_command_is_its_answer(tmp_path: Path, command: str) -> None:
    body = '{"To_Account": "bob",\n "MsgLifeTime": 0, "MsgBody": [{"MsgType": "TIMTextElem"}]}'
    text = command.replace("{0}", body) + '\n{"ActionStatus": "FAIL", "ErrorCode": 20009}\n'
    found = signs_of(tmp_path, text, "call.txt")
    assert {"set.online_only", "code.im.20009"} <= found.keys()


def test_a_quote_in_words_about_curl_opens_no_command(tmp_path: Path) -> None:
    text = 'curl can\'t reach https://api-push.vivo.com.cn\nHTTP/1.1 500 Oops\n\n{"result": 10302}\n'
    assert "code.vivo.10302" in signs_of(tmp_path, text, "call.txt")


def test_an_answer_of_im_holds_no_code_of_a_vendor(tmp_path: Path) -> None:
    text = '小米收不到推送\n{"ActionStatus": "OK", "ErrorCode": 0}\n'
    assert not [sign for sign in signs_of(tmp_path, text, "words.txt") if sign.startswith("code.")]


def test_a_trace_tells_the_vendors_own_code(tmp_path: Path) -> None:
    stat = {"ErrorCode": -198, "ErrorInfo": "10070 over limit"}
    trace = {"InstanceTrace": [{"PushPlatform": "vivo", "OfflinePushStat": {"ChannelStat": stat}}]}
    found = signs_of(tmp_path, json.dumps(trace, indent=1), "trace.json")
    assert found["code.vivo.10070"][1] > 1
