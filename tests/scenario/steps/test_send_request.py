"""A request is sent as it is written."""

from tests.scenario.playing import SEEN, passes, played, told

ASK = "send_request: {url: 'https://api-push.vivo.com.cn/message/auth?a=b', headers: ['X-One: 1'], body: '{}'}"


def test_request_goes_over_the_wire_as_it_is_written():
    result = played(ASK, SEEN)
    [asked] = [one.data["request"] for one in result.trace if one.name == "customer>vivo" and one.actor == "customer"]
    assert asked == {
        "method": "POST",
        "url": "https://api-push.vivo.com.cn/message/auth?a=b",
        "headers": (("X-One", "1"),),
        "body": b"{}",
    }


def test_body_may_be_base64():
    assert passes(
        "send_request: {url: 'https://console.tim.qq.com/v4/openim/sendmsg', body_base64: /w==}",
        "must_record: {kind: wire, name: customer>im}",
    )


def test_bad_base64_and_unknown_host_are_told():
    bad = "send_request: {url: 'https://api-push.vivo.com.cn/message/auth', body_base64: '?'}"
    assert "body_base64 is no base64" in told(bad, SEEN)
    unknown = "send_request: {url: 'https://push.example.com/x'}"
    assert 'nobody in this world answers for "push.example.com"' in told(unknown, SEEN)
